package pggit.load.exhaustion;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;
import pggit.load.protocol.SqlErrors;

/** Locks: how many there is room for, who waits for whom, and for how long. */
final class LockDrills {

  static final String NO_MORE_LOCKS = "53200";
  static final String LOCK_TIMEOUT = "55P03";

  private static final int MOST_TABLES = 10_000;
  private static final int USERS = 3;
  private static final int SMALL = 200;

  /** A wait that ends later than this was not ended by a {@code lock_timeout} of 300 ms. */
  private static final Duration IN_TIME = Duration.ofSeconds(3);

  private static final Duration ENDED = Duration.ofSeconds(10);

  private LockDrills() {}

  /** What came of a transaction that created tables until it was refused. */
  private record Filled(int tables, double locksOfTable, String state, String message) {}

  /**
   * One transaction creates tables until the server has no room for another lock, with pgGit and
   * without, alone and beside others. Takes a server with a small lock table.
   */
  static void lockTableFull(Site site, DrillLog findings) throws Exception {
    locksOfCommits(site, findings);
    var bare = site.server().createDatabase(site.database().database() + "_bare");
    Filled without;
    try (var session = DrillSession.on(bare)) {
      without = fill(session);
    }
    try (var session = DrillSession.on(site.database())) {
      var before = session.rowsOfPgGit();
      var with = fill(session);
      findings.metric(number("tables in one transaction", "tables", with.tables));
      findings.metric(number("tables in one transaction without pgGit", "tables", without.tables));
      findings.metric(number("locks of a new table", "locks", with.locksOfTable));
      findings.metric(number("locks of a new table without pgGit", "locks", without.locksOfTable));
      findings.error(with.state, 1, with.message);
      findings.verdict(
          with.state.equals(without.state) && with.message.equals(without.message),
          "a full lock table is reported as such",
          "after %d tables: %s %s; after %d without pgGit: %s %s"
              .formatted(
                  with.tables,
                  with.state,
                  with.message,
                  without.tables,
                  without.state,
                  without.message));
      findings.verdict(
          DiskDrills.answers(session.connection()),
          "connection usable after the refusal",
          "SELECT 1 on the same connection");
      var after = session.rowsOfPgGit();
      findings.verdict(
          before.equals(after) && session.text("SELECT to_regclass('public.t_0')").isEmpty(),
          "a transaction that meets the full lock table is undone whole",
          DrillSession.differences(before, after));
      besideOthers(site, session, findings);
    }
    ServerDrills.balance(site, findings);
  }

  private static void besideOthers(Site site, DrillSession session, DrillLog findings)
      throws SQLException {
    try (var others = CommitLoad.direct(site, site.database()::connect, USERS, SMALL)) {
      others.awaitMore(USERS);
      fill(session);
      ServerDrills.goesOn(others, System.nanoTime(), "the lock table was full", findings);
      others.end(findings);
      findings.verdict(
          Set.of(NO_MORE_LOCKS).containsAll(others.harm().keySet()),
          "others are refused for want of locks, or not at all",
          "failures of %d users meanwhile: %s".formatted(USERS, others.failures()));
    }
  }

  private static Filled fill(DrillSession session) throws SQLException {
    session.connection().setAutoCommit(false);
    int tables = 0;
    double locks = 0;
    try {
      long first = 0;
      while (tables < MOST_TABLES) {
        session.run("CREATE TABLE t_" + tables + " (id int)");
        tables++;
        if (tables == 10) {
          first = session.locks();
        } else if (tables == 20) {
          locks = (session.locks() - first) / 10.0;
        }
      }
      return new Filled(tables, locks, DiskDrills.NO_ERROR, "");
    } catch (SQLException e) {
      return new Filled(tables, locks, SqlErrors.sqlState(e), said(e));
    } finally {
      session.connection().rollback();
      session.connection().setAutoCommit(true);
    }
  }

  /** The server's own words, without what the driver adds. */
  private static String said(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").trim();
  }

  /** In one transaction, and after it. */
  private static void locksOfCommits(Site site, DrillLog findings) throws SQLException {
    int commits = 50;
    try (var session = DrillSession.on(site.database())) {
      site.commit(session.connection(), "main", site.message("the first one"));
      long kept = session.locks();
      session.connection().setAutoCommit(false);
      long[] at = new long[2];
      var entries = new ArrayList<Runnable>();
      for (int half = 0; half < 2; half++) {
        for (int i = 0; i < commits; i++) {
          var message = site.message("one of many in a transaction");
          long entry = site.ledger().intend("main", message);
          var id = site.call(session.connection(), "main", message);
          entries.add(() -> site.ledger().acknowledged(entry, id));
        }
        at[half] = session.locks();
      }
      session.connection().commit();
      entries.forEach(Runnable::run);
      session.connection().setAutoCommit(true);
      long after = session.locks();
      double each = (double) (at[1] - at[0]) / commits;
      findings.metric(number("locks of a transaction with 50 commits", "locks", at[0]));
      findings.verdict(
          Verdict.of(
                  each < 0.5,
                  "commits of one transaction share their locks",
                  "%d locks after %d commits of a transaction, %d after %d; the lock table is the"
                          .formatted(at[0], commits, at[1], 2 * commits)
                      + " whole server's")
              .as(Severity.LOAD));
      findings.verdict(
          kept == 0 && after == 0,
          "no lock outlives its transaction",
          "%d locks of an idle session after a commit, %d after a transaction of %d"
              .formatted(kept, after, 2 * commits));
    }
  }

  /** A session commits and leaves its transaction open. */
  static void idleInTransaction(Site site, DrillLog findings) throws Exception {
    try (var holder = DrillSession.on(site.database())) {
      site.open("held", "free"); // so that no branch is made beside the open transaction
      holder.run("SET idle_in_transaction_session_timeout = '1500ms'", "BEGIN");
      long entry = commitOpenly(site, holder);
      boolean waits = beside(site, findings, "a transaction left open");
      awaitEnd(site, holder.pid());
      var freed = commitWithin(site, "held", Duration.ofSeconds(2));
      findings.verdict(
          freed == null,
          "commits go on once idle_in_transaction_session_timeout has ended the session",
          freed == null ? "one on the same branch did" : told(freed));
      site.ledger().failed(entry, "25P03"); // had it not ended, the audit would find it
      findings.note(
          "a commit on the branch of an open transaction "
              + (waits ? "waits for its end" : "does not wait for it"));
    }
    transactionTimeout(site, findings);
    ServerDrills.balance(site, findings);
  }

  private static void awaitEnd(Site site, long pid) throws SQLException {
    try (var observer = DrillSession.on(site.database())) {
      Awaitility.await("the server ends the session that idles")
          .atMost(ENDED)
          .until(
              () ->
                  observer.number("SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid) == 0);
    }
  }

  /** PostgreSQL 17 ends a transaction that lasts too long, however busy it is. */
  private static void transactionTimeout(Site site, DrillLog findings) throws SQLException {
    try (var holder = DrillSession.on(site.database())) {
      if (holder.number("SELECT count(*) FROM pg_settings WHERE name = 'transaction_timeout'")
          == 0) {
        findings.note("this server has no transaction_timeout, which PostgreSQL 17 has");
        return;
      }
      holder.run("SET transaction_timeout = '500ms'", "BEGIN");
      long entry = commitOpenly(site, holder);
      String state = DiskDrills.stateOf(() -> holder.run("SELECT pg_sleep(10)"));
      site.ledger().failed(entry, state);
      var freed = commitWithin(site, "held", Duration.ofSeconds(10));
      findings.verdict(
          freed == null,
          "commits go on once transaction_timeout has ended the session",
          freed == null ? "one on the same branch did; the session got " + state : told(freed));
    }
  }

  /** A transaction with a commit is prepared, and nobody ends it. */
  static void preparedTransaction(Site site, DrillLog findings) throws Exception {
    try (var holder = DrillSession.on(site.database());
        var admin = DrillSession.on(site.database())) {
      site.open("held", "free"); // so that no branch is made beside the open transaction
      holder.run("BEGIN");
      long entry = commitOpenly(site, holder);
      try {
        holder.run("PREPARE TRANSACTION 'drill'");
      } catch (SQLException e) {
        site.ledger().failed(entry, SqlErrors.sqlState(e));
        findings.note("a transaction with a commit cannot be prepared: " + told(e));
        return;
      }
      try {
        boolean waits = beside(site, findings, "a prepared transaction");
        findings.note(
            "a commit on the branch of a prepared transaction "
                + (waits ? "waits for its end" : "does not wait for it"));
      } finally {
        admin.run("ROLLBACK PREPARED 'drill'");
      }
      site.ledger().failed(entry, "prepared, then undone");
      var freed = commitWithin(site, "held", Duration.ofSeconds(5));
      findings.verdict(
          freed == null,
          "commits go on once the prepared transaction is undone",
          freed == null ? "one on the same branch did" : told(freed));
      long locks = holder.locks();
      findings.verdict(
          locks == 0,
          "no lock outlives its transaction",
          "%d locks of the session that prepared it".formatted(locks));
    }
    ServerDrills.balance(site, findings);
  }

  private static long commitOpenly(Site site, DrillSession holder) throws SQLException {
    var message = site.message("in a transaction that is left open");
    long entry = site.ledger().intend("held", message);
    site.call(holder.connection(), "held", message);
    return entry;
  }

  /** Whether a commit on the same branch waits. */
  private static boolean beside(Site site, DrillLog findings, String what) throws SQLException {
    var other = commitWithin(site, "free", Duration.ofMillis(600));
    var claim = "a commit on another branch does not wait for " + what;
    findings.verdict(
        other == null || LOCK_TIMEOUT.equals(other.getSQLState())
            ? Verdict.of(other == null, claim, other == null ? "it was done" : told(other))
            : Verdict.undecided(claim, "refused, and not for a lock: " + told(other)));
    long begun = System.nanoTime();
    var same = commitWithin(site, "held", Duration.ofMillis(300));
    var took = DiskDrills.sinceNanos(begun);
    findings.verdict(
        same == null || (LOCK_TIMEOUT.equals(same.getSQLState()) && took.compareTo(IN_TIME) < 0),
        "a commit that waits for " + what + " ends at lock_timeout",
        same == null
            ? "one on the same branch did not wait"
            : "%s after %d ms of 300".formatted(told(same), took.toMillis()));
    return same != null;
  }

  /** The error, null if it was done; what waits longer for a lock is refused. */
  private static @Nullable SQLException commitWithin(Site site, String branch, Duration limit)
      throws SQLException {
    try (var session = DrillSession.on(site.database())) {
      session.run("SET lock_timeout = " + limit.toMillis());
      try {
        site.commit(session.connection(), branch, site.message("beside it"));
        return null;
      } catch (SQLException e) {
        return e;
      }
    }
  }

  /** With the statement within pgGit that it happened at, which is what was waited for. */
  private static String told(SQLException e) {
    var server = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    var where = server == null ? null : server.getWhere();
    return SqlErrors.sqlState(e)
        + " "
        + said(e)
        + (where == null ? "" : " (" + where.lines().findFirst().orElse("") + ")");
  }

  private static Estimate number(String name, String unit, double value) {
    return Estimate.of(name, unit, Direction.NEITHER, value, 1);
  }
}
