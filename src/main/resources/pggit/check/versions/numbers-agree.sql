-- a version's numbers and its text agree
-- needs: versions
-- holds: major, minor and patch are those of full_version
-- means: Two readers of one version see different ones
\set t agree_:n
CREATE TABLE agree_steps_:n (i int, answer json);
SELECT format(ddl, :'t'),
       format($$INSERT INTO agree_steps_%s SELECT %s, lab.version_row('public', %L)$$, :'n', i, :'t')
  FROM (VALUES (1, 'CREATE TABLE %s (a int, b int)'), (2, 'ALTER TABLE %s ADD c int'),
               (3, 'ALTER TABLE %s ALTER c SET DEFAULT 1'), (4, 'ALTER TABLE %s DROP b')) AS s (i, ddl)
 ORDER BY i \gexec
SELECT 'there is no version in numbers and in text' AS inapplicable FROM agree_steps_:n
 WHERE answer -> 'major' IS NULL OR answer -> 'minor' IS NULL OR answer -> 'patch' IS NULL
    OR answer -> 'full_version' IS NULL;
SELECT format('get_version says "%s" in numbers and "%s" in text', numbers, answer ->> 'full_version') AS finding
  FROM agree_steps_:n,
       LATERAL concat_ws('.', answer ->> 'major', answer ->> 'minor', answer ->> 'patch') AS numbers
 WHERE numbers IS DISTINCT FROM answer ->> 'full_version' ORDER BY i;
