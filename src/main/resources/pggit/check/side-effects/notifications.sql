-- a commit sends no notifications
-- severity: load
-- holds: no function of pgGit does, or 300 commits sent none
-- means: PostgreSQL lets only one transaction of the whole server end at a time that does: with many users commits wait
--   in line, whatever branch they are on
SELECT lab.commit('notified', 'there');
-- session admin
SELECT coalesce(bool_or(p.prosrc ~* '\m(pg_)?notify\M'), false) AS notifies
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE n.nspname = 'pggit' OR n.nspname LIKE 'pggit\_%' \gset
SELECT 'others send notifications on this server' AS unknown
 WHERE :'notifies' AND pg_notification_queue_usage() > 0;
-- session listener
-- Who listens, and does not get round to it, keeps them in the queue: 300 are more than a page, which can be seen.
\if :notifies
LISTEN pggit_check;
BEGIN;
SELECT 1;
\endif
-- session user
SELECT $$SELECT lab.commit('notified', 'a message of no less than a hundred characters, ' || repeat('x', 60))$$
  FROM generate_series(1, 300) WHERE :'notifies' \gexec
-- session admin
SELECT 'each commit sends a NOTIFY' AS finding WHERE :'notifies' AND pg_notification_queue_usage() > 0;
