-- a table moved to another schema is the same table
-- needs: versions
-- holds: moved by SET SCHEMA, and along with a schema renamed: gone when dropped
-- means: pgGit reports tables that do not exist
\set t moved_:n
\set schema moved_to_:n
\set schema_new moved_to_new_:n
CREATE SCHEMA :schema;
\ir new.inc
ALTER TABLE :t SET SCHEMA :schema;
ALTER TABLE :schema.:t ADD COLUMN more int;
DROP TABLE :schema.:t;
\set ON_ERROR_STOP off
SELECT 'after SET SCHEMA and DROP it still has version ' || v AS finding
  FROM lab.version_left('public', :'t') AS asked (v) WHERE v <> 'none'; -- or an error
SELECT 'asking for the version of a table moved and dropped' AS failed
 WHERE :'SQLSTATE' !~ '^(00|02|22|23|P0001|42P01)';
\set ON_ERROR_STOP on
CREATE TABLE :t (id int);
SELECT 'a new table under its old name has no version' AS finding WHERE lab.version('public', :'t') = 'none';
DROP TABLE :t;

CREATE TABLE :schema.:t (id int);
SET search_path = :schema, :schema_new, public;
SELECT lab.version(:'schema', :'t') AS before \gset
ALTER SCHEMA :schema RENAME TO :schema_new;
SELECT lab.version(:'schema_new', :'t') AS renamed \gset
SELECT 'after ALTER SCHEMA ... RENAME a table of the schema has no version under its new name' AS finding
 WHERE :'before' <> 'none' AND :'renamed' = 'none';
SELECT 'after ALTER SCHEMA ... RENAME a table of the schema is told under the schema''s old name' AS finding
  FROM json_each_text(lab.version_row(:'schema_new', :'t'))
 WHERE key ~ '^schema(_?name)?$' AND value = :'schema' AND :'renamed' <> 'none' LIMIT 1;
RESET search_path;
DROP TABLE :schema_new.:t;
\set ON_ERROR_STOP off
SELECT 'after ALTER SCHEMA ... RENAME and DROP it still has version ' || v AS finding
  FROM lab.version_left('public', :'t') AS asked (v) WHERE v <> 'none';
