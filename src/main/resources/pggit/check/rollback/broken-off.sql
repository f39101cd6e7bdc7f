-- a session that breaks off leaves nothing
-- holds: all of pgGit's tables are as before after the session was ended
-- means: The history holds commits of changes that never happened
\set branch undone- :n
\set message 'undone ' :n
\set when 'after the session was ended'
-- session admin
SELECT lab.counts() AS before \gset
-- session user
SELECT pg_backend_pid() AS pid \gset
BEGIN;
SELECT lab.commit(:'branch', :'message') AS id \gset
-- session admin
SELECT pg_terminate_backend(:pid);
-- Waits until it is gone.
SELECT format('SELECT pg_sleep(0.1) FROM pg_stat_activity WHERE pid = %s', :pid) FROM generate_series(1, 100) \gexec
\ir nothing-left.inc
