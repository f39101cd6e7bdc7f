-- a version belongs to one table
-- needs: versions
-- holds: changing a table leaves the versions of others
-- means: A version says nothing about its table
\set one other_:n
\set two another_:n
\set similar other_:n x
CREATE TABLE :one (id int);
CREATE TABLE :two (id int);
CREATE TABLE :similar (id int);
SELECT lab.version('public', :'two') AS two_before, lab.version('public', :'similar') AS similar_before \gset
SELECT 'a table that was just created has no version' AS unknown
 WHERE 'none' IN (lab.version('public', :'one'), :'two_before', :'similar_before');
ALTER TABLE :one ADD COLUMN more int;
CREATE TABLE other_more_:n (id int);
ALTER TABLE :one DROP COLUMN more;
SELECT format('%s had version %s, and has %s after another table was changed', t, before, now) AS finding
  FROM (VALUES (:'two', :'two_before', lab.version('public', :'two')),
               (:'similar', :'similar_before', lab.version('public', :'similar'))) AS v (t, before, now)
 WHERE now <> before;
DROP TABLE :one;
SELECT 'dropping one table took the version of another away' AS finding
 WHERE lab.version('public', :'similar') = 'none';
