package pggit.load.pggit;

import pggit.load.measure.ServerColumn;

/**
 * The queries of the sampler. Their columns bear the names of {@link ServerColumn}s; {@code
 * wait_event}, with the number of sessions in {@code sessions}, is taken apart, and {@code hidden}
 * are sessions that this role may not see. Each stands for itself, so that a privilege that is
 * missing costs its own columns alone.
 */
enum ServerQuestion {
  SESSIONS(
      "states of sessions",
      """
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
         AND pid <> pg_backend_pid()""",
      false,
      false),

  WAITS(
      "wait events",
      """
      SELECT wait_event_type || ':' || wait_event AS wait_event, count(*) AS sessions
        FROM pg_stat_activity
       WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
         AND state = 'active' AND wait_event IS NOT NULL
       GROUP BY 1""",
      false,
      false),

  LOCKS(
      "waiting locks",
      "SELECT count(*) AS locks_waiting FROM pg_locks WHERE NOT granted",
      false,
      false),

  DATABASE(
      "counters of the database",
      """
      SELECT xact_commit AS commits, xact_rollback AS rollbacks, deadlocks, conflicts, temp_bytes,
             blks_hit AS buffers_hit, blks_read AS buffers_read
        FROM pg_stat_database WHERE datname = current_database()""",
      false,
      false),

  WAL(
      "the position in the WAL",
      "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint AS wal_bytes",
      false,
      false),

  SIZES(
      "sizes",
      """
      SELECT pg_database_size(current_database()) AS database_bytes,
             (SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c
               WHERE c.relnamespace = 'pggit'::regnamespace AND c.relkind IN ('r', 'm'))
               AS pggit_bytes""",
      false,
      true),

  STATEMENTS(
      "pg_stat_statements",
      """
      SELECT sum(calls)::bigint AS statement_calls, sum(total_exec_time)::bigint AS statement_millis
        FROM pg_stat_statements
       WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())""",
      true,
      true);

  /** What its answer tells, in words. */
  final String what;

  final String sql;

  /** Whether many servers do not have it, so that nobody misses it. */
  final boolean extra;

  /** Whether it may take long, with thousands of tables. */
  final boolean dear;

  ServerQuestion(String what, String sql, boolean extra, boolean dear) {
    this.what = what;
    this.sql = sql;
    this.extra = extra;
    this.dear = dear;
  }
}
