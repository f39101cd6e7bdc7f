-- tables of the same name in two schemas are two tables
-- needs: versions
-- holds: CREATE, ALTER and DROP of a namesake leave the version alone
-- means: Tables are mixed up by name
\set t twin_:n
\set schema twin_schema_:n
CREATE SCHEMA :schema;
\ir ../versions/new.inc
\set ON_ERROR_STOP off
CREATE TABLE :schema.:t (id int);
SELECT 'CREATE TABLE in another schema, with a table of that name in schema public,' AS failed WHERE :ERROR;
SELECT lab.version('public', :'t') AS created \gset
SELECT 'asking for the version' AS failed WHERE :ERROR;
ALTER TABLE :schema.:t ADD COLUMN a int;
SELECT 'ALTER TABLE in another schema, with a table of that name in schema public,' AS failed WHERE :ERROR;
ALTER TABLE :schema.:t ADD COLUMN b int;
SELECT 'ALTER TABLE in another schema, with a table of that name in schema public,' AS failed WHERE :ERROR;
SELECT lab.version('public', :'t') AS altered \gset
SELECT 'asking for the version' AS failed WHERE :ERROR;
DROP TABLE :schema.:t;
SELECT 'DROP TABLE in another schema, with a table of that name in schema public,' AS failed WHERE :ERROR;
\set ON_ERROR_STOP on
SELECT format('%s TABLE of the other schema''s table takes the version of public''s from %s to %s',
              ddl, :'before', now) AS finding
  FROM (VALUES (1, 'CREATE', :'created'), (2, 'ALTER', :'altered'),
               (3, 'DROP', lab.version('public', :'t'))) AS v (i, ddl, now)
 WHERE now <> :'before' ORDER BY i LIMIT 1;
