package pggit.load.exhaustion;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;
import pggit.load.protocol.SqlErrors;
import pggit.load.server.Endpoint;
import pggit.load.server.LimitedServer;

/** The standby is gone, and the primary has been told not to do without it. */
final class StandbyGoneDrills {

  private static final int PROBE = 20;
  private static final int STEP = 10;
  private static final int MOST = 1000;

  /** Whoever stores a message three times, in tables and indexes, is not accused. */
  private static final double ALLOWED = 5;

  private static final String GOES_ON =
      "commits go on while a slot holds the log, and when it is given up";
  private static final String DONE = "done";
  private static final String SLOT = "standby";

  private StandbyGoneDrills() {}

  private interface Call {
    /** What it warns of, null if of nothing. */
    @Nullable SQLWarning on(Connection connection) throws SQLException;
  }

  /** A statement in a thread of its own, which waits for the standby. */
  private record Waiting(Connection connection, CompletableFuture<String> end)
      implements AutoCloseable {

    /** Begins it, and returns when it waits, or is done without. */
    static Waiting begin(Endpoint database, Call call) throws SQLException {
      var connection = database.connect();
      var end = new CompletableFuture<String>();
      var thread =
          new Thread(
              () -> {
                try {
                  var warning = call.on(connection);
                  end.complete(warning == null ? DONE : DONE + ", but " + warning.getMessage());
                } catch (SQLException e) {
                  end.complete(SqlErrors.sqlState(e) + " " + e.getMessage());
                }
              },
              "drill-waiting");
      thread.setDaemon(true);
      thread.start();
      var waits =
          "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND pid = "
              + LimitedServer.backendOf(connection);
      ReplicationDrills.await(
          "it waits, or is done",
          () -> end.isDone() || database.ask(waits, row -> row.getInt(1)) == 1);
      return new Waiting(connection, end);
    }

    boolean waits() {
      return !end.isDone();
    }

    /** What it ends with. */
    String outcome() throws Exception {
      return end.get(30, TimeUnit.SECONDS);
    }

    /** Calls {@code pg_cancel_backend} or the like, and says what it ends with. */
    String end(Endpoint admin, String function) throws Exception {
      admin.execute("SELECT " + function + "(" + LimitedServer.backendOf(connection) + ")");
      return outcome();
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  /** Commits wait for a synchronous standby that is gone; some waits are ended. */
  static void synchronous(Site site, DrillLog findings) throws Exception {
    var standby = site.server().backup().follow(Map.of());
    Call commit =
        connection -> {
          site.commit(connection, "main", site.message("waiting"));
          return null;
        };
    try (var control = Control.on(site.server())) {
      ReplicationDrills.becomeSynchronous(site);
      try (var connection = site.database().connect()) {
        ReplicationDrills.commits(site, connection, "main", 1);
      }
      standby.killAll();
      ReplicationDrills.await(
          "the primary knows that its standby is gone",
          () -> ReplicationDrills.yes(site, "NOT EXISTS (SELECT FROM pg_stat_replication)"));
      if (cancelled(site, control, commit, findings)) {
        terminated(site, commit, findings);
        try (var released = Waiting.begin(site.database(), commit)) {
          boolean waited = released.waits();
          standby.restart();
          var said = released.outcome();
          findings.verdict(
              waited && said.equals(DONE),
              "a waiting commit ends when the standby is back",
              "it ended with " + said);
        }
        ServerDrills.balance(site, findings);
      }
    }
  }

  private static boolean cancelled(Site site, Control control, Call commit, DrillLog findings)
      throws Exception {
    Call insert =
        connection -> {
          try (var statement = connection.createStatement()) {
            statement.execute(Control.INSERT);
            return statement.getWarnings();
          }
        };
    var admin = site.server().server().admin();
    try (var plain = Waiting.begin(control.database(), insert);
        var cancelled = Waiting.begin(site.database(), commit)) {
      boolean waited = cancelled.waits();
      findings.verdict(
          Control.unlessAlso(
              !plain.waits(),
              Verdict.of(
                      waited,
                      "a commit waits for a synchronous standby that is gone",
                      waited ? "it does" : "it ended with " + cancelled.outcome())
                  .as(Severity.LOSS)));
      if (!waited) {
        return false; // there is no wait to be ended
      }
      var row = plain.end(admin, "pg_cancel_backend");
      var said = cancelled.end(admin, "pg_cancel_backend");
      findings.verdict(
          Control.unlessAlso(
              row.equals(DONE),
              Verdict.of(
                  site.ledger().inDoubt() == 1,
                  "a commit whose wait for the standby was cancelled is said to be in doubt",
                  "%d in doubt; the call ended with: %s; a row of a plain table with: %s"
                      .formatted(site.ledger().inDoubt(), said, row))));
    }
    return true;
  }

  private static void terminated(Site site, Call commit, DrillLog findings) throws Exception {
    long before = site.ledger().inDoubt();
    try (var terminated = Waiting.begin(site.database(), commit)) {
      var said = terminated.end(site.server().server().admin(), "pg_terminate_backend");
      findings.verdict(
          site.ledger().inDoubt() == before + 1,
          "a commit whose session was terminated while it waited is in doubt",
          "it ended with " + said);
    }
  }

  /**
   * A standby that is gone has its slot hold the log, up to max_slot_wal_keep_size. Commits do not
   * notice, neither while it does nor when the slot is given up.
   */
  static void slot(Site site, DrillLog findings) throws Exception {
    var admin = site.server().server().admin();
    admin.execute("SELECT pg_create_physical_replication_slot('" + SLOT + "', true)");
    var standby = site.server().backup().follow(Map.of("primary_slot_name", SLOT));
    ReplicationDrills.awaitReplayed(site, site.at(standby));
    standby.killAll();
    double plain;
    try (var control = Control.on(site.server());
        var connection = control.database().connect();
        var insert = connection.prepareStatement("INSERT INTO kept VALUES (?)")) {
      double begun = written(admin);
      for (int i = 0; i < PROBE; i++) {
        insert.setString(1, large(i));
        insert.execute();
      }
      plain = (written(admin) - begun) / PROBE;
    }
    int held = 0;
    String refusal = "";
    double begun = written(admin);
    try (var connection = site.database().connect()) {
      ReplicationDrills.commits(site, connection, "main", 1);
      try {
        site.commit(connection, "main", site.message(large(held)));
      } catch (SQLException e) {
        findings.verdict(
            Verdict.undecided(GOES_ON, "it takes no message of 200 KB: " + SqlErrors.sqlState(e)));
        return;
      }
      try {
        while (!slotIs(site, "lost") && held < MOST) {
          for (int i = 0; i < STEP; i++) {
            site.commit(connection, "main", site.message(large(++held)));
          }
          if (slotIs(site, "unreserved")) {
            admin.execute("CHECKPOINT"); // it is then that old log goes
          }
        }
        site.commit(connection, "main", site.message("after that"));
      } catch (SQLException e) {
        refusal = SqlErrors.sqlState(e) + " " + e.getMessage();
      }
    }
    double perCommit = (written(admin) - begun) / (held + 1);
    findings.verdict(
        refusal.isEmpty(),
        GOES_ON,
        "%d commits of 200 KB; refused: %s".formatted(held, refusal.isEmpty() ? "none" : refusal));
    findings.verdict(
        Verdict.of(
                perCommit <= ALLOWED * plain,
                "a commit writes as much log as its message asks for",
                String.format(
                    Locale.ROOT,
                    "%,.0f bytes for a message of 200 KB, where a row of a plain table writes"
                        + " %,.0f; at most %.0f times as much was expected",
                    perCommit,
                    plain,
                    ALLOWED))
            .as(Severity.COST));
    findings.metric("log of a commit of 200 KB", "bytes", perCommit);
    findings.metric(
        "log kept when the slot is given up",
        "bytes",
        admin.ask("SELECT sum(size) FROM pg_ls_waldir()", row -> row.getDouble(1)));
    findings.note(
        "the slot was %s after %d commits of 200 KB"
            .formatted(slotIs(site, "lost") ? "given up" : "kept", held));
    ServerDrills.balance(site, findings);
  }

  /** 200 KB that cannot be compressed, of letters and digits that any pgGit takes. */
  private static String large(int seed) {
    var bytes = new byte[150_000];
    new Random(seed).nextBytes(bytes);
    return Base64.getUrlEncoder().encodeToString(bytes);
  }

  private static boolean slotIs(Site site, String status) throws SQLException {
    return ReplicationDrills.yes(
        site, "EXISTS (SELECT FROM pg_replication_slots WHERE wal_status = '" + status + "')");
  }

  /** Bytes of log up to now. */
  private static double written(Endpoint admin) throws SQLException {
    return admin.ask("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn", row -> row.getDouble(1));
  }
}
