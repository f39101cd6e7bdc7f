-- the same message by simple protocol
-- holds: stored to the byte
-- means: A message has to be kept to the byte or refused with an error that says why
\set ON_ERROR_STOP off
-- The elephant and the typographic quotes are left out where the database has no such characters.
\set quoted ''
\set elephant ''
SELECT U&' \201cquoted\201d' AS quoted \gset
SELECT U&' \+01f418' AS elephant \gset
\set ON_ERROR_STOP on
SELECT E'it''s 100 % \\' || :'quoted' || :'elephant' AS text \gset
SELECT lab.commit('literals', :'text');
SELECT format('stored %s times to the byte', count(*)) AS finding
  FROM lab.commits() AS c WHERE c.message = :'text' HAVING count(*) <> 1;
