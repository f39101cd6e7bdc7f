-- an acknowledged commit is on disk
-- holds: the log was flushed after 30 of 30 commits
-- means: A crash right after the acknowledgement loses commits
SELECT 'this server or database runs without durable commits anyway' AS unknown
 WHERE current_setting('fsync') <> 'on' OR current_setting('synchronous_commit') IN ('off', 'local');
\set behind 0
-- for each i in 1..30
BEGIN;
SELECT lab.commit('durable', format('durable %s', clock_timestamp()));
-- What the commit wrote lies before this; when COMMIT is answered it must be on disk. Without
-- waiting it gets there within 200 ms, or when somebody else's commit waits.
SELECT pg_current_wal_insert_lsn() AS written \gset
COMMIT;
SELECT :behind + (pg_current_wal_flush_lsn() < :'written'::pg_lsn)::int AS behind \gset
-- after the last
SELECT format('after %s of 30 acknowledged commits the write-ahead log was not yet on disk: the commit does not wait for it (synchronous_commit off)',
              :behind) AS finding
 WHERE :behind > 0;
