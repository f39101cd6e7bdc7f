-- versions go on after DROP SCHEMA CASCADE
-- needs: versions
-- holds: tables dropped along with their schema are gone
-- means: pgGit reports tables that do not exist
\set t doomed_table_:n
\set schema doomed_:n
CREATE SCHEMA :schema;
CREATE TABLE :schema.:t (id int);
DROP SCHEMA :schema CASCADE;
\set ON_ERROR_STOP off
SELECT 'a table dropped along with its schema still has a version' AS finding
  FROM lab.version_left(:'schema', :'t') AS asked (v) WHERE v <> 'none'; -- or an error
\set ON_ERROR_STOP on
\ir ../versions/new.inc
