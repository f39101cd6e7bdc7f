package pggit.load.exhaustion;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;
import pggit.load.server.PgBouncer;

/** A pooler between users and server lends a session for each transaction. */
final class PoolerDrills {

  private static final int USERS = 20;
  private static final int SESSIONS = 10;
  private static final int SMALL = 200;
  private static final long SOME = 200;

  private static final String NOTHING_STAYS = "a commit leaves nothing in its session";

  private PoolerDrills() {}

  /**
   * Twenty users share ten sessions, each with a connection of its own, and then by a pool, as
   * applications have it. Each time the pooler is killed among them.
   */
  static void transactionMode(Site site, DrillLog findings) throws Exception {
    var kept = kept(site);
    findings.verdict(
        kept.isEmpty()
            ? Verdict.pass(NOTHING_STAYS, "no lock, temporary table, setting or statement did")
            : Verdict.undecided(
                NOTHING_STAYS,
                "through a pooler in transaction mode the next client has it: " + kept));
    // A lock that stays with a session would be waited for until the session ends.
    var name = site.database().database();
    site.server().server().admin().execute("ALTER DATABASE " + name + " SET lock_timeout = '5s'");
    Set<String> calm;
    try (var direct = CommitLoad.direct(site, site.database()::connect, USERS, SMALL)) {
      direct.awaitMore(SOME);
      direct.end(findings);
      calm = direct.failures().keySet();
    }
    try (var pooler = PgBouncer.start(site.database(), "transaction", "*", SESSIONS)) {
      var through = pooler.server().admin().withDatabase(name);
      try (var load = CommitLoad.direct(site, through::connect, USERS, SMALL)) {
        through(pooler, site, load.knowing(calm), kept, "a connection each", findings);
      }
      try (var pool = ServerDrills.pool(through, USERS);
          var load = CommitLoad.pooled(site, pool::getConnection, USERS, SMALL)) {
        through(pooler, site, load.knowing(calm), kept, "a pool of 20", findings);
      }
    }
    ServerDrills.balance(site, findings);
  }

  /** What a commit and a change of a table leave in a fresh session. */
  private static List<String> kept(Site site) throws SQLException {
    try (var session = DrillSession.on(site.database())) {
      var before = SessionState.of(session);
      site.open("drill-0");
      site.commit(session.connection(), "drill-0", site.message("in a session"));
      session.run("CREATE TABLE in_a_session (id int)", "DROP TABLE in_a_session");
      return SessionState.of(session).since(before);
    }
  }

  private static void through(
      PgBouncer pooler,
      Site site,
      CommitLoad load,
      List<String> kept,
      String what,
      DrillLog findings)
      throws IOException, SQLException {
    load.awaitMore(SOME);
    findings.metric(
        Estimate.of(
            "sessions of %d users, %s".formatted(USERS, what),
            "sessions",
            Direction.NEITHER,
            sessions(site),
            1));
    var refused = new TreeMap<>(load.harm());
    refused.keySet().removeIf(state -> Whose.of(state) != Whose.PGGIT);
    long times = refused.values().stream().mapToLong(Long::longValue).sum();
    boolean byTheSession = !kept.isEmpty() && times >= SESSIONS; // fewer may be by chance
    var claim = "no commit is refused because it comes through a pooler, " + what;
    var evidence = "refused by SQLSTATE, and not so directly: " + refused;
    findings.verdict(
        refused.isEmpty() || byTheSession
            ? Verdict.of(refused.isEmpty(), claim, evidence)
            : Verdict.undecided(claim, evidence));
    pooler.restart();
    ServerDrills.goesOn(load, System.nanoTime(), "the pooler was killed, " + what, findings);
    load.end(findings);
  }

  private static long sessions(Site site) throws SQLException {
    return site.server()
        .server()
        .admin()
        .ask(
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND datname = '%s'"
                .formatted(site.database().database()),
            row -> row.getLong(1));
  }
}
