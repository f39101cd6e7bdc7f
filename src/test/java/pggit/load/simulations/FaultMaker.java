package pggit.load.simulations;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import pggit.load.pggit.HistoryCheck.Attempt;
import pggit.load.pggit.HistoryCheck.Fate;
import pggit.load.protocol.Pool;
import pggit.load.run.LoadRun;
import pggit.load.server.Endpoint;
import pggit.load.server.LimitedServer;
import pggit.load.server.fault.FaultyLink;

/** How each fault is done to a server, its link and its pool, and undone. For one thread. */
final class FaultMaker {

  private static final Duration LIMIT = Duration.ofSeconds(15);

  /** What is done to the server, or undone at the end of a fault. */
  interface Undoing {
    void run() throws SQLException;
  }

  private final LoadRun run;
  private final LimitedServer server;
  private final FaultyLink link;
  private final Pool pool;
  private final Traffic traffic;
  private final Endpoint harness;
  private final String user;

  /**
   * @param harness a way to the server besides the link
   */
  FaultMaker(
      LoadRun run,
      LimitedServer server,
      FaultyLink link,
      Pool pool,
      Traffic traffic,
      Endpoint harness) {
    this.run = run;
    this.server = server;
    this.link = link;
    this.pool = pool;
    this.traffic = traffic;
    this.harness = harness;
    user = run.target().load().login().user();
  }

  /**
   * Begins one.
   *
   * @return what ends it
   */
  Undoing begin(Schedule.Fault fault) throws SQLException {
    Undoing nothing = () -> {};
    switch (fault.kind()) {
      case IDLE_TRANSACTION:
        return idle();
      case SESSIONS_TERMINATED:
        sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '%s' AND pid <> pg_backend_pid() AND application_name = '%s' LIMIT %d"
                .formatted(user, LoadRun.APPLICATION, (run.settings().nemesis().users() + 1) / 2));
        return nothing;
      case TIME_LIMITS:
        limited("SET statement_timeout = '3ms'");
        return () -> limited("RESET statement_timeout");
      case POOL_RESTARTED:
        pool.restart();
        return nothing;
      case LINK_CUT:
        link.cut();
        return nothing;
      case LINK_SILENT:
        link.blackHole();
        return link::heal;
      case ANSWER_LOST:
        long lost = link.lost();
        var sql = run.target().contract().commitSql();
        var call = sql.substring(0, sql.indexOf('('));
        link.loseReplyTo(text -> text.startsWith(call));
        return () -> {
          Traffic.await(() -> link.lost() > lost, Duration.ofSeconds(2));
          link.loseReplyTo(text -> false);
        };
      case BACKEND_KILLED:
        kill();
        return nothing;
      case POSTMASTER_KILLED:
        server.killPostmaster();
        return () -> {
          server.awaitDown(LIMIT);
          server.restart();
        };
      case SERVER_FROZEN:
        server.freeze();
        return server::thaw;
      case DISK_FULL:
        server.disk().fill();
        return server.disk()::free;
      case LOG_DISK_FULL:
        server.disk().fill();
        useUpLog();
        return () -> {
          server.awaitDown(LIMIT);
          server.disk().free();
          if (!server.isUp()) {
            server.restart();
          }
        };
    }
    throw new IllegalArgumentException(fault.toString());
  }

  /** One of the users', which may just be ending by itself: then, as nobody else drops, our own. */
  private void kill() throws SQLException {
    var witness = connected();
    try {
      retried(
          () ->
              server.killBackend(
                  harness.ask(
                      "SELECT pid FROM pg_stat_activity WHERE usename = '%s' AND application_name = '%s' ORDER BY state = 'active' DESC LIMIT 1"
                          .formatted(user, LoadRun.APPLICATION),
                      row -> row.getLong(1))));
      if (!Traffic.await(() -> !answers(witness), Duration.ofSeconds(1))) {
        server.killBackend(LimitedServer.backendOf(witness));
      }
    } finally {
      Histories.close(witness);
    }
  }

  private static boolean answers(Connection connection) {
    try (var statement = connection.createStatement()) {
      return statement.execute("SELECT 1");
    } catch (SQLException e) {
      return false;
    }
  }

  private Connection connected() throws SQLException {
    var opened = new ArrayList<Connection>();
    retried(() -> opened.add(harness.connect()));
    return opened.get(0);
  }

  /** Of the log's files that are there already, all but the last are passed over. */
  private void useUpLog() {
    for (int i = 0; i < 20 && server.isUp(); i++) {
      try {
        harness.execute("SELECT pg_switch_wal()");
      } catch (SQLException e) {
        return; // it has gone down
      }
      Traffic.sleep(10); // a commit, or there is nothing to switch
    }
  }

  private void limited(String how) throws SQLException {
    sql("ALTER ROLE %s IN DATABASE %s %s".formatted(user, harness.database(), how));
    pool.restart(); // sessions take their limits with them
  }

  /** Locks first, so that nobody who waits for its commits has what it needs. */
  private Undoing idle() throws SQLException {
    var contract = run.target().contract();
    var connection = connected();
    var attempts = new LinkedHashMap<Traffic.Branch, Attempt>();
    try {
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute("SET LOCAL lock_timeout = '5s'");
        statement.execute("LOCK TABLE pggit.commits IN SHARE MODE");
      }
      for (var branch : traffic.branches()) {
        var key = traffic.key();
        long now = System.nanoTime();
        attempts.put(branch, new Attempt(key, Fate.ABORTED, now, now));
        try (var statement = connection.prepareStatement(contract.commitSql())) {
          contract.bindCommit(statement, "idle", branch.name(), key);
          statement.execute();
        }
      }
    } catch (SQLException e) {
      connection.close();
      attempts.forEach((branch, attempt) -> branch.attempts().add(attempt));
      run.note("an idle transaction was refused its commits or its lock: " + e.getMessage());
      return () -> {};
    }
    return () -> {
      try (connection) {
        connection.rollback();
      } catch (SQLException e) {
        // Ended by another fault, which comes to the same.
      }
      attempts.forEach((branch, attempt) -> branch.attempts().add(attempt));
    };
  }

  private void sql(String text) throws SQLException {
    retried(() -> harness.execute(text));
  }

  /** Until it works: another fault may be at work, or a session just ending. */
  private static void retried(Undoing what) throws SQLException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        what.run();
        return;
      } catch (SQLException | IllegalArgumentException e) {
        if (System.nanoTime() - end > 0) {
          throw e;
        }
        Traffic.sleep(20);
      }
    }
  }
}
