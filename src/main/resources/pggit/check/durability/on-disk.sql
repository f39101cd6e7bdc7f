-- an acknowledged commit is on disk
-- holds: the log was flushed after 30 of 30 commits
-- means: A crash right after the acknowledgement loses commits
SELECT 'this server or database runs without durable commits anyway' AS unknown
 WHERE current_setting('fsync') <> 'on' OR current_setting('synchronous_commit') IN ('off', 'local');
\set behind 0
\ir five-commits.inc
\ir five-commits.inc
\ir five-commits.inc
\ir five-commits.inc
\ir five-commits.inc
\ir five-commits.inc
SELECT format('after %s of 30 acknowledged commits the write-ahead log was not yet on disk: the commit does not wait for it (synchronous_commit off)',
              :behind) AS finding
 WHERE :behind > 0;
