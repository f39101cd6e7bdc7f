-- commits are not misled by tables of the same names
-- holds: committed and stored with tables like pgGit's in a schema that comes first
-- means: Whoever can create a table there can take commits away
\set schema hostile_:n
-- session admin
CREATE SCHEMA :schema;
GRANT ALL ON SCHEMA :schema TO PUBLIC;
-- Like pgGit's tables and views, empty; of what may not be read the columns alone.
\set ON_ERROR_STOP off
SELECT format('CREATE TABLE %I.%I (LIKE %I.%I INCLUDING DEFAULTS)', :'schema', relname, nspname, relname),
       format('CREATE TABLE IF NOT EXISTS %I.%I (%s)', :'schema', relname, columns)
  FROM lab.relations() AS r \gexec
\set ON_ERROR_STOP on
GRANT ALL ON ALL TABLES IN SCHEMA :schema TO PUBLIC;
-- session user
SET search_path = :schema, public;
-- for each round in 1, 2
-- session user
\ir commit-along-path.inc
-- after the last
\set ON_ERROR_STOP off
SELECT format('SELECT %L AS finding WHERE EXISTS (SELECT FROM %I.%I)',
              'a commit wrote to a table of the same name in another schema (' || relname || ')', :'schema', relname)
  FROM lab.relations() AS r \gexec
