-- temporary tables of the same name in two sessions
-- holds: both have theirs
-- means: Having pgGit in the database breaks what has nothing to do with it
\set ON_ERROR_STOP off
\set where 'the first session'
\ir temporary-tables.inc
-- session second
\set where 'the second session'
\ir temporary-tables.inc
-- session user
DROP TABLE IF EXISTS same_name;
-- session brief
SELECT pg_backend_pid() AS pid \gset
CREATE TEMP TABLE brief_table (id int);
\q
-- session admin
-- Waits until it is gone.
SELECT format('SELECT pg_sleep(0.1) FROM pg_stat_activity WHERE pid = %s', :pid) FROM generate_series(1, 100) \gexec
-- A pgGit that has a version for a table that never was tells nothing here.
\set never none
SELECT lab.version('public', 'never_there') AS never \gset
SELECT 'a temporary table has a version after its session ended' AS finding
 WHERE lab.version('public', 'brief_table') <> 'none' AND :'never' = 'none';
