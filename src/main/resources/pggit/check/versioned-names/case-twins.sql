-- tables whose names differ only in case are two tables
-- needs: versions
-- holds: CREATE, ALTER and DROP of "T" leave the version of t alone
-- means: Tables are mixed up by name
\set lower twin_case_:n
\set upper TWIN_CASE_:n
CREATE TABLE :lower (id int);
SELECT lab.version('public', :'lower') AS before \gset
\set ON_ERROR_STOP off
CREATE TABLE :"upper" (id int);
SELECT 'CREATE TABLE "T"' AS failed WHERE :ERROR;
SELECT lab.version('public', :'lower') AS created \gset
SELECT 'asking for the version' AS failed WHERE :ERROR;
ALTER TABLE :"upper" ADD COLUMN more int;
SELECT 'ALTER TABLE "T"' AS failed WHERE :ERROR;
SELECT lab.version('public', :'lower') AS altered \gset
SELECT 'asking for the version' AS failed WHERE :ERROR;
DROP TABLE :"upper";
SELECT 'DROP TABLE "T"' AS failed WHERE :ERROR;
\set ON_ERROR_STOP on
SELECT format('%s TABLE "T" takes the version of t from %s to %s', ddl, :'before', now) AS finding
  FROM (VALUES (1, 'CREATE', :'created'), (2, 'ALTER', :'altered'),
               (3, 'DROP', lab.version('public', :'lower'))) AS v (i, ddl, now)
 WHERE now <> :'before' ORDER BY i LIMIT 1;
