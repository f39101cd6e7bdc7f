package pggit.load.pggit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import pggit.load.measure.ServerColumn;

/**
 * One query of the sampler. Its columns bear the names of {@link ServerColumn}s; {@code
 * wait_event}, with the number of sessions in {@code sessions}, is taken apart. Each stands for
 * itself, so that a privilege that is missing costs its own columns alone.
 */
final class ServerQuestion {

  /** One that may take long, with thousands of tables, is given 1/200 of the time at most. */
  private static final long DEAR_NANOS = 5_000_000;

  private static final long DEAR_PAUSE = 200;

  private static final String SESSIONS =
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
         AND pid <> pg_backend_pid()""";

  private static final String WAITS =
      """
      SELECT wait_event_type || ':' || wait_event AS wait_event, count(*) AS sessions
        FROM pg_stat_activity
       WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
         AND state = 'active' AND wait_event IS NOT NULL
       GROUP BY 1""";

  private static final String LOCKS =
      "SELECT count(*) AS locks_waiting FROM pg_locks WHERE NOT granted";

  private static final String DATABASE =
      """
      SELECT xact_commit AS commits, xact_rollback AS rollbacks, deadlocks, conflicts, temp_bytes,
             blks_hit AS buffers_hit, blks_read AS buffers_read
        FROM pg_stat_database WHERE datname = current_database()""";

  private static final String WAL =
      "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint AS wal_bytes";

  private static final String SIZES =
      """
      SELECT pg_database_size(current_database()) AS database_bytes,
             (SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c
               WHERE c.relnamespace = 'pggit'::regnamespace AND c.relkind IN ('r', 'm'))
               AS pggit_bytes""";

  private static final String STATEMENTS =
      """
      SELECT sum(calls)::bigint AS statement_calls, sum(total_exec_time)::bigint AS statement_millis
        FROM pg_stat_statements
       WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())""";

  private final String what;
  private final String sql;
  private final boolean extra;
  private final boolean dear;
  private long notBeforeNanos = System.nanoTime();

  private ServerQuestion(String what, String sql, boolean extra, boolean dear) {
    this.what = what;
    this.sql = sql;
    this.extra = extra;
    this.dear = dear;
  }

  static List<ServerQuestion> all() {
    return List.of(
        new ServerQuestion("states of sessions", SESSIONS, false, false),
        new ServerQuestion("wait events", WAITS, false, false),
        new ServerQuestion("waiting locks", LOCKS, false, false),
        new ServerQuestion("counters of the database", DATABASE, false, false),
        new ServerQuestion("the position in the WAL", WAL, false, false),
        new ServerQuestion("sizes", SIZES, false, true),
        new ServerQuestion("pg_stat_statements", STATEMENTS, true, true));
  }

  /** What its answer tells, in words. */
  String what() {
    return what;
  }

  /** Whether many servers do not have it, so that nobody misses it. */
  boolean extra() {
    return extra;
  }

  /** False while it is left out because it took long last time. */
  boolean isTime() {
    return System.nanoTime() - notBeforeNanos >= 0;
  }

  /**
   * Asks, and takes the answer in if all of it can be read.
   *
   * @throws SQLException with SQLSTATE 42501 if others' sessions are hidden from this role
   */
  void ask(Connection server, Map<ServerColumn, Long> numbers, Map<String, Long> waits)
      throws SQLException {
    long began = System.nanoTime();
    try (var statement = server.prepareStatement(sql);
        var rows = statement.executeQuery()) {
      var columns = rows.getMetaData();
      Map<ServerColumn, Long> answer = new HashMap<>();
      while (rows.next()) {
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          String column = columns.getColumnLabel(i);
          if (column.equals("wait_event")) {
            waits.put(rows.getString(i), rows.getLong("sessions"));
            break;
          }
          long number = rows.getLong(i);
          if (column.equals("hidden") && number > 0) {
            throw new SQLException(
                "the sampler's role may not see other roles' sessions; GRANT pg_monitor lets it",
                "42501");
          } else if (!column.equals("hidden") && !rows.wasNull()) {
            answer.put(ServerColumn.valueOf(column.toUpperCase(Locale.ROOT)), number);
          }
        }
      }
      numbers.putAll(answer);
    }
    long took = System.nanoTime() - began;
    if (dear && took > DEAR_NANOS) {
      notBeforeNanos = System.nanoTime() + took * DEAR_PAUSE;
    }
  }
}
