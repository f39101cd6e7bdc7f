-- a commit changes few rows of earlier ones
-- holds: no more than 20 rows updated or deleted
-- means: What they were stays behind until a vacuum: tables swell, and commits become slower in between
\set rows 'SELECT coalesce(sum(n_tup_upd + n_tup_del), 0)::bigint FROM pg_stat_xact_user_tables'
\set rows :rows ' WHERE schemaname = ''pggit'' OR schemaname LIKE ''pggit\\_%'''
\ir three-commits.inc
-- Heads, counters and the like of a commit may change; this is more.
SELECT format('each commit updates or deletes %s rows of pgGit''s tables', :least) AS finding WHERE :least > 20;
