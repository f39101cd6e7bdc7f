package pggit.load.exhaustion;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import pggit.load.measure.Extent;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;
import pggit.load.protocol.SqlErrors;

/** A standby follows the server, is asked, promoted, or gone. */
final class ReplicationDrills {

  private static final int USERS = 10;
  private static final int SMALL = 200;
  private static final long SOME = 50;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** A few are by chance where many commit at once, and not of the standby. */
  private static final String SAME_ID = "23505";

  /** Functions that may list the commits of a branch, called as {@code SELECT … FROM f(?)}. */
  private static final String LOGS =
      """
      SELECT p.oid::regproc::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE n.nspname = 'pggit' AND p.prokind = 'f' AND p.proretset
         AND p.proname ~* 'log|history|commits' AND p.pronargs - p.pronargdefaults <= 1
         AND p.proargtypes[0] IN ('text'::regtype, 'varchar'::regtype)
      """;

  private ReplicationDrills() {}

  /** How the standby follows, and what may be missing when it is promoted. */
  enum Standby {
    /** Nothing that was acknowledged. */
    SYNCHRONOUS,
    /** The latest commits. */
    ASYNCHRONOUS,
    /** All since the link to it broke. */
    BEHIND
  }

  /** The primary is killed under ten users, the standby promoted; they go on there. */
  static Drill promoted(Standby kind) {
    return (site, findings) -> promoted(site, kind, findings);
  }

  private static void promoted(Site site, Standby kind, DrillLog findings) throws Exception {
    var versions = Versions.before(site);
    try (var control = Control.on(site.server())) {
      var there = site.at(site.server().backup().follow(Map.of()));
      if (kind == Standby.SYNCHRONOUS) {
        becomeSynchronous(site);
      }
      awaitReplayed(site, there);
      var now = new AtomicReference<>(site.database());
      try (var load = CommitLoad.direct(site, () -> now.get().connect(), USERS, SMALL)) {
        control.start();
        load.awaitMore(SOME);
        if (kind == Standby.BEHIND) {
          unfollow(there);
          load.awaitMore(2 * SOME); // PostgreSQL's sequences are 32 ahead in the log
        }
        var earlier = load.failures().keySet();
        long killed = System.nanoTime();
        site.server().killAll();
        site.server().awaitDown(LIMIT);
        promote(there);
        long promoted = System.nanoTime();
        findings.metric("standby promoted after", Duration.ofNanos(promoted - killed));
        now.set(there.database());
        ServerDrills.goesOn(load, promoted, "the standby was promoted", findings);
        load.end(findings);
        var refused = new TreeMap<>(load.failures());
        refused.keySet().removeIf(s -> earlier.contains(s) || isOthers(s));
        refused.computeIfPresent(SAME_ID, (state, times) -> times < USERS ? null : times);
        findings.verdict(
            refused.isEmpty(),
            "no commit is refused because it comes to a promoted standby",
            "refused by SQLSTATE: " + refused);
      }
      control.close();
      versions.goOn(there, "on the promoted standby", findings);
      audit(there, kind, control.lostOn(there.server()) > 0, findings);
    }
  }

  /**
   * What is not pgGit's, or comes by chance where many commit: deadlocks, locks not got in time.
   */
  private static boolean isOthers(String sqlState) {
    return Whose.of(sqlState) != Whose.PGGIT
        || sqlState.startsWith("40")
        || sqlState.startsWith("55");
  }

  private static void audit(Site there, Standby kind, boolean controlLost, DrillLog findings)
      throws SQLException {
    var report = there.audit();
    long lost = 0;
    for (var verdict : report.verdicts()) {
      if (verdict.name().equals("nothing lost") && verdict.outcome() == Outcome.FAIL) {
        lost = often(verdict);
      }
    }
    boolean allowed = kind != Standby.SYNCHRONOUS && lost > 0;
    for (var verdict : report.verdicts()) {
      findings.verdict(
          allowed ? promisedByNobody(verdict) : Control.unlessAlso(controlLost, verdict));
    }
    findings.metric("acknowledged commits lost", "commits", lost);
    findings.note(
        "%,d commits acknowledged, %,d lost; %,d in doubt of which %,d are stored"
            .formatted(
                there.ledger().acknowledged(),
                lost,
                there.ledger().inDoubt(),
                report.inDoubtStored()));
  }

  private static long often(Verdict verdict) {
    var extent = verdict.extent() == null ? new Extent(null, null, null) : verdict.extent();
    return extent.often() == null ? 0 : extent.often().count();
  }

  /** Of an asynchronous standby: what it lacks is lost, and the IDs of that may be given again. */
  private static Verdict promisedByNobody(Verdict verdict) {
    boolean follows = List.of("nothing lost", "unique Trinity IDs").contains(verdict.name());
    return follows && verdict.outcome() == Outcome.FAIL
        ? verdict
            .undecided("the standby is asynchronous, and lacked this: " + verdict.evidence())
            .of(Whose.SERVER)
        : verdict;
  }

  /** A standby that only reads answers like the primary, and refuses commits. */
  static void readOnly(Site site, DrillLog findings) throws Exception {
    var versions = Versions.before(site);
    var there = site.at(site.server().backup().follow(Map.of()));
    try (var primary = site.database().connect();
        var standby = there.database().connect()) {
      commits(site, primary, "drill-0", SOME);
      commits(site, primary, "drill-1", SOME);
      awaitReplayed(site, there);
      if (versions.areKept()) {
        same(
            "version on a read-only standby is that on the primary",
            Versions.said(site, primary, Versions.FOLLOWED),
            Versions.said(there, standby, Versions.FOLLOWED),
            findings);
      }
      for (var log : logs(primary)) {
        var rows = rows(primary, log);
        if (rows.equals(SOME + " rows")) { // else it is no log
          same(
              log + " on a read-only standby is that on the primary",
              rows,
              rows(standby, log),
              findings);
        }
      }
      refused(there, standby, findings);
    }
    findings.verdicts(there.audit().verdicts());
  }

  private static void same(String claim, String primary, String standby, DrillLog findings) {
    findings.verdict(
        primary.equals(standby), claim, "%s, on the primary %s".formatted(standby, primary));
  }

  private static List<String> logs(Connection connection) throws SQLException {
    var names = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(LOGS)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  /** In a transaction that is undone: it is not known what the function does. */
  private static String rows(Connection connection, String log) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement =
            connection.prepareStatement("SELECT count(*) || ' rows' FROM " + log + "('drill-0')");
        var row = statement.executeQuery()) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      return SqlErrors.sqlState(e) + " " + e.getMessage();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static void refused(Site there, Connection standby, DrillLog findings) {
    String claim = "a commit on a read-only standby is refused";
    try {
      var id = there.commit(standby, "drill-0", there.message("on a standby"));
      findings.verdict(false, claim, "it was acknowledged as '" + id + "'");
    } catch (SQLException e) {
      findings.verdict(true, claim, "with " + SqlErrors.sqlState(e));
      findings.error(SqlErrors.sqlState(e), 1, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Makes so many commits that succeed. What a pgGit refuses anyway, such as the first commit on a
   * new branch, is for other tests; one that refuses more ends the drill.
   */
  static void commits(Site site, Connection connection, String branch, long wanted)
      throws SQLException {
    long refused = 0;
    for (long done = 0; done < wanted; ) {
      try {
        site.commit(connection, branch, site.message("commit " + done));
        done++;
      } catch (SQLException e) {
        if (++refused > wanted) {
          throw e;
        }
      }
    }
  }

  /** Has the primary wait for its standby with each commit. */
  static void becomeSynchronous(Site site) throws SQLException {
    var admin = site.server().server().admin();
    admin.execute("ALTER SYSTEM SET synchronous_standby_names = 'standby'");
    admin.execute("SELECT pg_reload_conf()");
    await(
        "the standby is synchronous",
        () -> yes(site, "EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'sync')"));
  }

  /** Has the standby no longer know where its primary is. */
  private static void unfollow(Site there) throws SQLException {
    var admin = there.server().server().admin();
    admin.execute("ALTER SYSTEM SET primary_conninfo = ''");
    admin.execute("SELECT pg_reload_conf()");
    await(
        "the standby follows nobody",
        () -> yes(there, "NOT EXISTS (SELECT FROM pg_stat_wal_receiver)"));
  }

  static void awaitReplayed(Site site, Site there) throws SQLException {
    var written = site.database().ask("SELECT pg_current_wal_flush_lsn()", row -> row.getString(1));
    await(
        "the standby has replayed " + written,
        () -> yes(there, "pg_last_wal_replay_lsn() >= '" + written + "'"));
  }

  private static void promote(Site there) throws SQLException {
    if (!yes(there, "pg_promote(true, " + LIMIT.toSeconds() + ")")) {
      throw new IllegalStateException("the standby was not promoted within " + LIMIT);
    }
  }

  static boolean yes(Site site, String condition) throws SQLException {
    return site.database().ask("SELECT " + condition, row -> row.getBoolean(1));
  }

  static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).pollInterval(Duration.ofMillis(20)).atMost(LIMIT).until(condition);
  }
}
