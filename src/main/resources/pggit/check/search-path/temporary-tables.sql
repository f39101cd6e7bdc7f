-- commits are not misled by temporary tables of the same names
-- holds: a commit goes to pgGit's tables, not to temporary ones of the same names
-- means: It takes the session's tables for its own, which end with it
\set branch temp-:n
\set message 'beside temporary tables, ' :n
\set id ''
-- Like pgGit's tables and views, empty; of what may not be read the columns alone.
\set ON_ERROR_STOP off
SELECT format('CREATE TEMP TABLE %I (LIKE %I.%I INCLUDING DEFAULTS)', relname, nspname, relname),
       format('CREATE TEMP TABLE IF NOT EXISTS pg_temp.%I (%s)', relname, columns)
  FROM lab.relations() AS r \gexec
SELECT lab.commit(:'branch', :'message') AS id \gset
\set failed :ERROR
SELECT 'with temporary tables named like pgGit''s a commit' AS failed WHERE :ERROR;
\set ON_ERROR_STOP on
-- session admin
SELECT 'with temporary tables named like pgGit''s an acknowledged commit is not stored' AS finding
 WHERE NOT :failed AND NOT EXISTS (SELECT FROM lab.stored(:'id', :'message') AS c);
-- session user
\set ON_ERROR_STOP off
SELECT format('SELECT %L AS finding WHERE EXISTS (SELECT FROM pg_temp.%I)',
              'a commit wrote to a temporary table of the same name (' || relname || ')', relname)
  FROM lab.relations() AS r \gexec
