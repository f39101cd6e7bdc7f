package pggit.load.exhaustion;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import pggit.load.server.Endpoint;
import pggit.load.server.LimitedServer;

/** The whole server goes down, or runs full, under users who go on committing. */
final class ServerDrills {

  private static final int USERS = 10;
  private static final Duration SETTLED = Duration.ofMillis(300);
  private static final int SMALL = 200;
  private static final int LARGE = 20_000;
  private static final long SOME = 50;
  private static final Duration DOWN_LIMIT = Duration.ofSeconds(30);

  private ServerDrills() {}

  /** The postmaster is killed, started again; then all processes at once. */
  static void postmasterKilled(Site site, DrillLog findings) throws Exception {
    try (var load = CommitLoad.direct(site, site.database()::connect, USERS, SMALL)) {
      load.awaitMore(SOME);
      long killed = System.nanoTime();
      site.server().killPostmaster();
      site.server().awaitDown(DOWN_LIMIT);
      if (restart(site, load, killed, "postmaster killed", findings)) {
        load.awaitMore(SOME);
        killed = System.nanoTime();
        site.server().killAll();
        site.server().awaitDown(DOWN_LIMIT);
        restart(site, load, killed, "all processes killed", findings);
      }
      load.end(findings);
    }
    balance(site, findings);
  }

  private static boolean restart(
      Site site, CommitLoad load, long downNanos, String what, DrillLog findings) {
    long started = System.nanoTime();
    site.server().restart();
    findings.metric("down, " + what, Duration.ofNanos(started - downNanos));
    return goesOn(load, started, "restart, " + what, findings);
  }

  /** Waits until every user has committed again, and says how long that took. */
  static boolean goesOn(CommitLoad load, long sinceNanos, String after, DrillLog findings) {
    String claim = "users commit again after " + after;
    try {
      load.awaitEachAfter(sinceNanos);
    } catch (CommitLoad.Stuck e) {
      findings.verdict(false, claim, e.getMessage());
      return false;
    }
    findings.verdict(true, claim, "each of them did");
    findings.metric("first commit after " + after, load.firstSuccessAfter(sinceNanos));
    findings.metric("every user commits again after " + after, load.allSucceededAfter(sinceNanos));
    return true;
  }

  /** One backend is killed, as the kernel does when memory runs out: all sessions drop. */
  static void backendKilled(Site site, DrillLog findings) throws Exception {
    try (var pool = pool(site.database(), USERS);
        var load = CommitLoad.pooled(site, pool::getConnection, USERS, SMALL)) {
      load.awaitMore(SOME);
      try (var victim = site.database().connect()) {
        long killed = System.nanoTime();
        site.server().killBackend(LimitedServer.backendOf(victim));
        Awaitility.await().atMost(DOWN_LIMIT).until(() -> !DiskDrills.answers(victim));
        long noticed = System.nanoTime();
        goesOn(load, noticed, "a backend was killed", findings);
        findings.metric("sessions drop after", Duration.ofNanos(noticed - killed));
      }
      findings.verdict(
          site.server().isUp(), "server recovers by itself", "its postmaster never ended");
      load.end(findings);
      findings.verdict(
          pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 0
              && load.failures().keySet().stream().noneMatch(s -> s.startsWith("POOL")),
          "pool recovers",
          "all %d users commit again; failures while it was down %s"
              .formatted(USERS, load.failures()));
    }
    balance(site, findings);
  }

  /** One session is ended by an administrator: the others do not notice. */
  static void backendTerminated(Site site, DrillLog findings) throws Exception {
    try (var load = CommitLoad.direct(site, site.database()::connect, USERS, SMALL)) {
      load.awaitMore(SOME);
      try (var admin = site.database().connect();
          var statement = admin.createStatement()) {
        statement.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                + " AND backend_type = 'client backend' LIMIT 1");
      }
      long ended = System.nanoTime();
      goesOn(load, ended, "a session was terminated", findings);
      load.end(findings);
      findings.verdict(
          load.usersWho(load::isHarm) == 1,
          "other sessions unharmed when one is terminated",
          "%d of %d users saw a failure: %s"
              .formatted(load.usersWho(load::isHarm), USERS, load.failures()));
    }
    balance(site, findings);
  }

  /** The server stops answering for longer than the clients wait. */
  static void frozen(Site site, DrillLog findings) throws Exception {
    var impatient = site.database().with("socketTimeout", "1");
    try (var load = CommitLoad.direct(site, impatient::connect, USERS, SMALL)) {
      load.awaitMore(SOME);
      site.server().freeze();
      try {
        Awaitility.await()
            .atMost(DOWN_LIMIT)
            .until(() -> load.usersWho(s -> s.startsWith("08")) == USERS);
      } finally {
        site.server().thaw();
      }
      long thawed = System.nanoTime();
      goesOn(load, thawed, "the server goes on", findings);
      load.end(findings);
    }
    balance(site, findings);
  }

  /** No room for the write-ahead log: the server goes down and has to be started by hand. */
  static void logDiskFull(Site site, DrillLog findings) throws Exception {
    try (var load = CommitLoad.direct(site, site.database()::connect, USERS / 2, LARGE)) {
      load.awaitMore(20);
      site.server().disk().fill();
      boolean down = site.server().awaitDown(DOWN_LIMIT);
      findings.verdict(
          down,
          "a server without room for its log goes down",
          down ? "it did, by itself" : "it went on for " + DOWN_LIMIT);
      site.server().disk().free();
      long started = System.nanoTime();
      site.server().restart();
      goesOn(load, started, "space was freed and the server started", findings);
      load.end(findings);
    }
    balance(site, findings);
  }

  /** Data and log on one disk that is full: whatever happens, nothing acknowledged is lost. */
  static void everythingFull(Site site, DrillLog findings) throws Exception {
    try (var load = CommitLoad.direct(site, site.database()::connect, USERS / 2, LARGE)) {
      load.awaitMore(20);
      site.server().disk().fill();
      Awaitility.await().atMost(DOWN_LIMIT).until(() -> load.usersWho(load::isHarm) == USERS / 2);
      findings.note("failures while nothing fitted: " + load.failures());
      site.server().disk().free();
      long freed = System.nanoTime();
      site.server().awaitDown(SETTLED); // not longer: the users would fill the disk by themselves
      awaitOpen(site, findings);
      goesOn(load, freed, "space was freed", findings);
      load.end(findings);
    }
    awaitOpen(site, findings);
    balance(site, findings);
  }

  /**
   * Waits until somebody gets in. One of the server's processes that met the full disk may take the
   * server down for a recovery, or for good, even when others commit again already.
   */
  private static void awaitOpen(Site site, DrillLog findings) {
    Awaitility.await()
        .atMost(DOWN_LIMIT)
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(
            () -> {
              if (!site.server().isUp()) {
                findings.note("the server went down");
                site.server().restart();
              }
              try (var connection = site.database().connect()) {
                return DiskDrills.answers(connection);
              }
            });
  }

  /** A pool over a full disk: its connections stay, and work again at once. */
  static void poolOverFullDisk(Site site, DrillLog findings) throws Exception {
    int users = USERS / 2;
    try (var pool = pool(site.database(), users);
        var load = CommitLoad.pooled(site, pool::getConnection, users, LARGE)) {
      load.awaitMore(users * 2L);
      Awaitility.await().until(() -> backends(site).size() == users); // it grows on demand
      var before = backends(site);
      site.server().disk().fill();
      load.awaitFailures(DiskDrills.DISK_FULL, users * 2L);
      site.server().disk().free();
      long freed = System.nanoTime();
      goesOn(load, freed, "space was freed", findings);
      var after = backends(site);
      load.end(findings);
      findings.verdict(
          load.harm().keySet().stream().allMatch(DiskDrills.DISK_FULL::equals),
          "a full disk is reported as such, and nothing else fails",
          "failures by SQLSTATE: " + load.failures());
      findings.verdict(
          before.equals(after),
          "pool keeps its connections over a full disk",
          "sessions %s before, %s afterwards".formatted(before, after));
    }
    balance(site, findings);
  }

  static HikariDataSource pool(Endpoint database, int size) {
    var config = new HikariConfig();
    config.setJdbcUrl(database.jdbcUrl());
    config.setDataSourceProperties(database.properties());
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(10_000);
    config.setInitializationFailTimeout(10_000);
    config.setPoolName("drill");
    return new HikariDataSource(config);
  }

  private static TreeSet<Long> backends(Site site) throws SQLException {
    var pids = new TreeSet<Long>();
    try (var connection = site.server().server().admin().connect();
        var statement =
            connection.prepareStatement(
                "SELECT pid FROM pg_stat_activity"
                    + " WHERE datname = ? AND backend_type = 'client backend'")) {
      statement.setString(1, site.database().database());
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          pids.add(rows.getLong(1));
        }
      }
    }
    return pids;
  }

  /** What the ledger says against what is stored. */
  static void balance(Site site, DrillLog findings) throws SQLException {
    var report = site.audit();
    findings.verdicts(report.verdicts());
    var ledger = site.ledger();
    findings.note(
        "%,d commits: %,d acknowledged, %,d failed, %,d in doubt of which %,d are stored"
            .formatted(
                ledger.attempted(),
                ledger.acknowledged(),
                ledger.failed(),
                ledger.inDoubt(),
                report.inDoubtStored()));
  }
}
