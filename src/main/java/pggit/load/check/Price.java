package pggit.load.check;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What one statement costs the server, counted and not timed, so that a busy machine does not
 * matter.
 *
 * @param buffers pages of 8 KB touched
 * @param rowsRead rows of pgGit's tables read, by scans and through indexes
 * @param walBytes bytes written to the write-ahead log, in the execution that wrote fewest
 * @param fullPages whole pages among them, as the first change after a checkpoint writes
 * @param tempBlocks pages written to temporary files
 * @param scanned tables of pgGit that it reads from one end to the other
 */
record Price(
    long buffers,
    long rowsRead,
    long walBytes,
    long fullPages,
    long tempBlocks,
    List<String> scanned) {

  private static final String EXPLAIN =
      "EXPLAIN (ANALYZE, BUFFERS, WAL, TIMING OFF, SUMMARY OFF, FORMAT JSON) ";

  // The view also counts earlier transactions of the session that were not reported yet: what a
  // statement adds to it is the difference. What an index alone answers it does not count at all.
  private static final String READ =
      """
      SELECT schemaname || '.' || relname, seq_tup_read,
             (seq_tup_read + greatest(0, idx_tup_fetch,
               (SELECT sum(pg_catalog.pg_stat_get_xact_tuples_returned(indexrelid))
                FROM pg_catalog.pg_index WHERE indrelid = relid)))::bigint
      FROM pg_catalog.pg_stat_xact_user_tables
      WHERE schemaname = 'pggit' OR schemaname LIKE 'pggit\\_%'""";

  /**
   * Rows of pg_class, pg_attribute, pg_type and pg_depend, in any way; an index alone may answer
   * too.
   */
  private static final String READ_OF_CATALOG =
      """
      SELECT sum(pg_catalog.pg_stat_get_xact_tuples_returned(r))::bigint
      FROM (SELECT unnest(ARRAY[1259, 1249, 1247, 2608]::oid[])
            UNION ALL SELECT indexrelid FROM pg_catalog.pg_index WHERE indrelid IN (1259, 1249, 1247, 2608)) AS _(r)""";

  private static final long MANY_ROWS = 50;
  private static final long PAGE = 8192;
  private static final int TRIES = 4;

  /** Sets the parameters of the statement that is to be priced. */
  interface Binder {
    void bind(PreparedStatement statement) throws SQLException;
  }

  /**
   * The least of several executions, each in a transaction of its own; the first ones are not
   * counted. DDL of others, also in other databases, may empty the caches of a session that has not
   * looked for a while, and filling them again touches hundreds of pages of the catalog.
   */
  static Price of(Session session, int times, String sql, Binder binder) throws SQLException {
    return of(session, times, sql, binder, true);
  }

  private static Price of(Session session, int times, String sql, Binder binder, boolean stays)
      throws SQLException {
    var prices = new ArrayList<Price>();
    for (int i = 0; i < times + 3; i++) {
      var price = sometimes(session, sql, binder, stays);
      if (i >= 3) {
        prices.add(price);
      }
    }
    var warm = Collections.min(prices, Comparator.comparingLong(Price::buffers));
    var least = Collections.min(prices, Comparator.comparingLong(Price::walBytes));
    return new Price(
        warm.buffers,
        warm.rowsRead,
        least.walBytes,
        least.fullPages,
        warm.tempBlocks,
        warm.scanned);
  }

  /**
   * Bytes of log that no checkpoint explains: in an index of random keys each commit may be the
   * first to change a page since the last one, and then the page is logged whole.
   */
  long loggedAtLeast() {
    return Math.max(0, walBytes - fullPages * PAGE);
  }

  /**
   * The price of a change of the schema; inside of a function, since EXPLAIN takes no DDL.
   *
   * @param ddl asked for each execution
   */
  static Price ofDdl(Session session, int times, Supplier<String> ddl) throws SQLException {
    var function = function(session);
    session.run(ddl.get()); // one that fails anyway fails here, where it is tried without pgGit too
    return of(
        session,
        times,
        "SELECT " + function + "(?)",
        statement -> statement.setString(1, ddl.get()));
  }

  /** The first one that can be made: a pgGit may refuse functions in pg_temp. */
  private static String function(Session session) throws SQLException {
    var failures = new ArrayList<Failure>();
    for (var name : List.of("pg_temp.ddl", "public.priced_ddl")) {
      var failure =
          session.attempt(
              "CREATE OR REPLACE FUNCTION "
                  + name
                  + "(ddl text) RETURNS int LANGUAGE plpgsql AS $f$ BEGIN EXECUTE ddl; RETURN 1; END $f$");
      if (failure.isEmpty()) {
        return name;
      }
      failures.add(failure.get());
    }
    throw new CannotTell("there can be no function for the check: " + failures.get(0));
  }

  static Price ofCommit(Lab lab, Session session, String branch) throws SQLException {
    lab.prepare(branch);
    return of(
        session,
        7,
        lab.contract().commitSql(),
        statement -> {
          var message = lab.name("priced ");
          lab.contract().bindCommit(statement, Session.nameOf(message), branch, message);
        });
  }

  /** The price of the first commit on a branch; none of them stays. */
  static Price ofFirstCommit(Lab lab, Session session) throws SQLException {
    return of(
        session,
        5,
        lab.contract().commitSql(),
        statement -> {
          var branch = lab.name("priced-");
          lab.prepare(branch);
          lab.contract().bindCommit(statement, Session.NAME, branch, "first on " + branch);
        },
        false);
  }

  /** The price of asking for the version of a table in schema public. */
  static Price ofVersion(Lab lab, Session session, String table) throws SQLException {
    return of(
        session,
        5,
        lab.contract().versionSql().orElseThrow(),
        statement -> lab.contract().bindVersion(statement, "public", table));
  }

  /** Rows of the catalog of tables that the statement reads; what it does is undone. */
  static long rowsOfCatalog(Session session, String sql) throws SQLException {
    session.begin();
    try {
      long before = session.number(READ_OF_CATALOG);
      session.run(sql);
      return session.number(READ_OF_CATALOG) - before;
    } finally {
      session.undo();
    }
  }

  /** What fails now and then is not this one's business. */
  private static Price sometimes(Session session, String sql, Binder binder, boolean stays)
      throws SQLException {
    for (int left = TRIES; ; left--) {
      try {
        return once(session, sql, binder, stays);
      } catch (SQLException e) {
        if (left == 1 || Failure.of(e).isTimeout()) {
          throw e;
        }
      }
    }
  }

  private static Price once(Session session, String sql, Binder binder, boolean stays)
      throws SQLException {
    session.begin();
    try (var statement = session.connection().prepareStatement(EXPLAIN + sql)) {
      var before = Read.by(session);
      binder.bind(statement);
      String plan;
      try (var row = statement.executeQuery()) {
        row.next();
        plan = row.getString(1);
      }
      long rows = 0;
      var scanned = new ArrayList<String>();
      for (var table : Read.by(session).entrySet()) {
        var read = table.getValue().since(before.getOrDefault(table.getKey(), Read.NOTHING));
        rows += read.rows();
        if (read.scanned() > MANY_ROWS) {
          scanned.add("%s (%,d rows)".formatted(table.getKey(), read.scanned()));
        }
      }
      return new Price(
          number(plan, "Shared Hit Blocks") + number(plan, "Shared Read Blocks"),
          rows,
          number(plan, "WAL Bytes"),
          number(plan, "WAL FPI"),
          number(plan, "Temp Written Blocks"),
          scanned);
    } finally {
      if (stays) {
        session.end(); // a rollback where the statement failed
      } else {
        session.undo();
      }
    }
  }

  /** Rows of a table read from one end to the other, and in any way. */
  private record Read(long scanned, long rows) {

    static final Read NOTHING = new Read(0, 0);

    static Map<String, Read> by(Session session) throws SQLException {
      var read = new TreeMap<String, Read>();
      for (var row : session.rows(READ)) {
        read.put(row[0] + "", new Read(Long.parseLong(row[1] + ""), Long.parseLong(row[2] + "")));
      }
      return read;
    }

    Read since(Read before) {
      return new Read(scanned - before.scanned, rows - before.rows);
    }
  }

  /** The first one is the plan's root, which holds the sum. */
  private static long number(String plan, String name) {
    var found = Pattern.compile('"' + name + "\": ([0-9]+)").matcher(plan);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }
}
