package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;
import pggit.load.measure.ServerColumn;
import pggit.load.measure.ServerSample;
import pggit.load.server.Endpoint;
import pggit.load.server.Login;
import pggit.load.server.PostgresExtension;
import pggit.load.server.Secret;

class ServerWatchIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  /**
   * How many counts of 20,000 rows a look may cost. It costs 2.3 to 2.9 of them, and four are a
   * hundredth of a core a second on a calm machine; beside other work both take longer.
   */
  private static final int LOOK_IN_COUNTS = 4;

  /** Only pg_stat_statements has them, which is not installed here. */
  private static final Set<ServerColumn> NOT_HERE =
      EnumSet.of(ServerColumn.STATEMENT_CALLS, ServerColumn.STATEMENT_MILLIS);

  @BeforeEach
  void installPgGit() {
    PgGitSource.reference().install(postgres.server(), postgres.database(), OnError.STOP);
  }

  @Test
  void fillsEveryColumnOfAnEmbeddedServerAndNotesNothing() {
    try (var watch = watch(postgres.database())) {
      var sample = watch.get().orElseThrow();

      assertThat(sample.numbers().keySet())
          .containsAll(EnumSet.complementOf(EnumSet.copyOf(NOT_HERE)));
      assertThat(watch.notes()).isEmpty();
    }
  }

  @Test
  void countsWhatTheLoadDoes() throws SQLException {
    try (var watch = watch(postgres.database());
        var busy = postgres.database().connect();
        var statement = busy.createStatement()) {
      var before = watch.get().orElseThrow();
      busy.setAutoCommit(false);
      statement.execute(
          "CREATE TABLE ballast AS SELECT repeat('x', 500) FROM generate_series(1, 20000)");
      statement.execute("SELECT pg_stat_force_next_flush()");

      var after = watch.get().orElseThrow();

      assertThat(number(after, ServerColumn.IDLE_IN_TRANSACTION)).isEqualTo(1);
      assertThat(grown(before, after, ServerColumn.WAL_BYTES)).isGreaterThan(5_000_000);
      assertThat(grown(before, after, ServerColumn.SERVER_CPU_MICROS)).isPositive();
    }
  }

  @Test
  void namesWhatSessionsWaitFor() throws Exception {
    try (var watch = watch(postgres.database());
        var holder = postgres.database().connect();
        var waiter = postgres.database().connect();
        var hold = holder.createStatement();
        var await = waiter.createStatement()) {
      hold.execute("SELECT pg_advisory_lock(1)");
      var waiting = new Thread(() -> quietly(await, "SELECT pg_advisory_lock(1)"));
      waiting.start();
      org.awaitility.Awaitility.await()
          .until(() -> number(watch.get().orElseThrow(), ServerColumn.WAITING_LOCK) == 1);

      var sample = watch.get().orElseThrow();

      assertThat(sample.waits()).containsEntry("Lock:advisory", 1L);
      assertThat(number(sample, ServerColumn.LOCKS_WAITING)).isEqualTo(1);
      hold.execute("SELECT pg_advisory_unlock(1)");
      waiting.join();
    }
  }

  @Test
  void leavesOutWhatItsRoleMayNotSeeAndSaysSo() throws SQLException {
    var role = role("looker");
    try (var other = postgres.database().connect();
        var watch = new ServerWatch(role, OptionalLong.empty(), () -> 3)) {
      assertThat(other.isClosed()).isFalse(); // a session that is hidden from the role

      var sample = watch.get().orElseThrow();

      assertThat(sample.numbers()).doesNotContainKeys(ServerColumn.ACTIVE, ServerColumn.IDLE);
      assertThat(sample.numbers()).doesNotContainKey(ServerColumn.SERVER_CPU_MICROS);
      assertThat(sample.numbers()).containsKeys(ServerColumn.WAL_BYTES, ServerColumn.COMMITS);
      assertThat(watch.notes())
          .containsExactly(
              "server.csv lacks states of sessions: 42501 the sampler's role may not see other"
                  + " roles' sessions; GRANT pg_monitor lets it");
    }
  }

  @Test
  void getsInWhenTheLoadHasUsedUpTheConnections() throws SQLException {
    var role = role("crowd");
    List<Connection> crowd = new ArrayList<>();
    try {
      useUp(role, crowd);

      try (var watch = watch(postgres.database())) {
        assertThat(number(watch.get().orElseThrow(), ServerColumn.IDLE)).isEqualTo(crowd.size());
      }
    } finally {
      for (var connection : crowd) {
        connection.close();
      }
    }
  }

  @Test
  void goesOnWithEmptyColumnsWhileItHasNoConnectionAndFillsThemAgain() throws SQLException {
    try (var watch = watch(postgres.database());
        var admin = postgres.server().admin().connect();
        var statement = admin.createStatement()) {
      watch.open();
      statement.execute(
          "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
              + " WHERE application_name = 'pggit-load sampler'");

      assertThat(watch.get().orElseThrow().numbers()).doesNotContainKey(ServerColumn.WAL_BYTES);
      assertThat(watch.get().orElseThrow().numbers()).containsKey(ServerColumn.WAL_BYTES);
    }
  }

  /** Measured as processor time, which depends little on what else the machine does. */
  @Test
  void takesLessThanAHundredthOfACoreWith90Connections() throws Exception {
    var role = role("busy");
    List<Connection> crowd = new ArrayList<>();
    try (var watch = watch(postgres.database());
        var beside = postgres.database().connect();
        var count = beside.prepareStatement("SELECT count(*) FROM generate_series(1, 20000)")) {
      for (int i = 0; i < 90; i++) {
        crowd.add(role.connect());
      }
      int counting = beside.unwrap(PGConnection.class).getBackendPID();
      watch.get();
      long looking = backendOfSampler();
      long looks = 0;
      long counts = 0;
      for (int i = -20; i < 30; i++) { // until the JVM has compiled it and the server knows it
        long begun = onCpuNanosWithThisThread(looking);
        watch.get();
        long looked = onCpuNanosWithThisThread(looking) - begun;
        long before = onCpuNanos(counting);
        count.executeQuery().close();
        if (i >= 0) {
          looks += looked;
          counts += onCpuNanos(counting) - before;
        }
      }

      assertThat((double) looks / counts).as("looks in counts").isLessThan(LOOK_IN_COUNTS);
    } finally {
      for (var connection : crowd) {
        connection.close();
      }
    }
  }

  private ServerWatch watch(Endpoint endpoint) {
    return new ServerWatch(endpoint, OptionalLong.of(postgres.server().postmasterPid()), () -> 0);
  }

  private static long number(ServerSample sample, ServerColumn column) {
    return sample.number(column).orElseThrow();
  }

  private static long grown(ServerSample before, ServerSample after, ServerColumn column) {
    return number(after, column) - number(before, column);
  }

  private Endpoint role(String name) throws SQLException {
    try (var connection = postgres.database().connect();
        var statement = connection.createStatement()) {
      statement.execute("DROP ROLE IF EXISTS " + name);
      statement.execute("CREATE ROLE " + name + " LOGIN PASSWORD 'pw'");
    }
    return postgres.database().withLogin(new Login(name, Secret.of("pw")));
  }

  private static void useUp(Endpoint role, List<Connection> crowd) {
    try {
      while (true) {
        crowd.add(role.connect());
      }
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("53300");
    }
  }

  private static void quietly(java.sql.Statement statement, String sql) {
    try {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long backendOfSampler() throws SQLException {
    try (var connection = postgres.server().admin().connect();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'pggit-load sampler'")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static long onCpuNanos(long backend) throws IOException {
    var times = Files.readString(Path.of("/proc/" + backend + "/schedstat"));
    return Long.parseLong(times.split(" ", 2)[0]);
  }

  private static long onCpuNanosWithThisThread(long backend) throws IOException {
    return onCpuNanos(backend) + ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
