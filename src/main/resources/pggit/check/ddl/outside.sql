-- DDL that cannot run in a transaction still works
-- errors: are findings
-- holds: CONCURRENTLY, REINDEX and VACUUM work
-- means: Having pgGit in the database breaks what has nothing to do with it
\set ON_ERROR_STOP off
CREATE TABLE outside_:n (id int, more int);
CREATE INDEX CONCURRENTLY outside_i_:n ON outside_:n (id);
REINDEX INDEX CONCURRENTLY outside_i_:n;
REINDEX TABLE CONCURRENTLY outside_:n;
DROP INDEX CONCURRENTLY outside_i_:n;
VACUUM FULL outside_:n;
VACUUM ANALYZE outside_:n;
-- session admin
SELECT format('VACUUM ANALYZE %I.%I', n.nspname, c.relname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND (n.nspname = 'pggit' OR n.nspname LIKE 'pggit\_%')
 ORDER BY 1 \gexec
