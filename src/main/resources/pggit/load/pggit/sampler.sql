-- What the sampler asks the server, each time or, where it is dear, more seldom if it takes long, as it may with
-- thousands of tables. Each stands for itself, so that a privilege that is missing costs its own columns alone; what is
-- extra many servers do not have, so that nobody misses it. Columns bear the names of those of server.csv; wait_event,
-- with the number of sessions, is taken apart, and hidden are sessions that the role may not see.

-- states of sessions
SELECT count(*) FILTER (WHERE state = 'active') AS active,
       count(*) FILTER (WHERE state = 'idle') AS idle,
       count(*) FILTER (WHERE state LIKE 'idle in transaction%') AS idle_in_transaction,
       count(*) FILTER (WHERE state = 'active' AND wait_event_type = 'Lock') AS waiting_lock,
       count(*) FILTER (WHERE state = 'active' AND wait_event_type = 'LWLock') AS waiting_lwlock,
       count(*) FILTER (WHERE state = 'active' AND wait_event_type = 'IO') AS waiting_io,
       count(*) FILTER (WHERE state = 'active' AND wait_event_type NOT IN ('Lock', 'LWLock', 'IO'))
         AS waiting_other,
       count(*) FILTER (WHERE query = '<insufficient privilege>') AS hidden
  FROM pg_stat_activity
 WHERE datname = current_database() AND (backend_type = 'client backend' OR backend_type IS NULL)
   AND pid <> pg_backend_pid()

-- wait events
SELECT wait_event_type || ':' || wait_event AS wait_event, count(*) AS sessions
  FROM pg_stat_activity
 WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
   AND state = 'active' AND wait_event IS NOT NULL
 GROUP BY 1

-- waiting locks
SELECT count(*) AS locks_waiting FROM pg_locks WHERE NOT granted

-- counters of the database
SELECT xact_commit AS commits, xact_rollback AS rollbacks, deadlocks, conflicts, temp_bytes,
       blks_hit AS buffers_hit, blks_read AS buffers_read
  FROM pg_stat_database WHERE datname = current_database()

-- the position in the WAL
SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint AS wal_bytes

-- sizes (dear)
SELECT pg_database_size(current_database()) AS database_bytes,
       (SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c
         WHERE c.relnamespace = 'pggit'::regnamespace AND c.relkind IN ('r', 'm'))
         AS pggit_bytes

-- pg_stat_statements (extra, dear)
SELECT sum(calls)::bigint AS statement_calls, sum(total_exec_time)::bigint AS statement_millis
  FROM pg_stat_statements
 WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
