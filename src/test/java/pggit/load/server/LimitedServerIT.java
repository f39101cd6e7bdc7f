package pggit.load.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pggit.load.server.fault.Machine;

/** Each fault does what it says, to this server alone, and leaves nothing. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("slow")
class LimitedServerIT {

  private static final long MIB = 1 << 20;
  private static final LimitedSpec SPEC =
      LimitedSpec.of(EmbeddedSpec.defaults().withSetting("shared_buffers", "16MB"));

  private LimitedServer server;

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
      assertThat(server.leftovers().found()).isEmpty();
    }
  }

  @Test
  void fillsFreesAndGrowsTheDiskForData() throws Exception {
    start(SPEC.withDisk(DiskLimit.Part.DATA, 32 * MIB));
    Endpoint database = server.createDatabase("small");
    Sql.run(database, "CREATE TABLE t (id int, filler text)");
    assertThat(server.disk().totalBytes()).isEqualTo(32 * MIB);

    server.disk().fill();
    assertThat(server.disk().freeBytes()).isZero();
    assertSqlState("53100", () -> insert(database, 8));
    assertThat(Sql.text(database, "SELECT count(*) FROM t")).isEqualTo("0");

    server.disk().grow(64 * MIB);
    insert(database, 8);
    server.disk().fill(4 * MIB);
    assertThat(server.disk().freeBytes()).isBetween(3 * MIB, 4 * MIB);
    assertSqlState("53100", () -> insert(database, 8));

    server.disk().free();
    insert(database, 8);
    assertThat(Sql.text(database, "SELECT count(*) FROM t")).isEqualTo("16000");
  }

  @ParameterizedTest
  @CsvSource({"WAL, 16", "EVERYTHING, 64"})
  void goesDownWhenTheLogCannotBeWrittenAndComesBack(DiskLimit.Part part, int mebibytes)
      throws Exception {
    start(SPEC.withDisk(part, mebibytes * MIB));
    Endpoint database = server.createDatabase("small");
    Sql.run(database, "CREATE TABLE t (id int, filler text)");
    insert(database, 1);

    server.disk().fill();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                insert(database, 1);
              }
            })
        .isInstanceOf(SQLException.class);
    if (part == DiskLimit.Part.WAL) {
      assertThat(server.awaitDown(Duration.ofSeconds(10))).isTrue();
    }
    server.disk().free();
    server.restart();

    assertThat(Integer.parseInt(Sql.text(database, "SELECT count(*) FROM t")))
        .isGreaterThanOrEqualTo(1000);
    insert(database, 1);
  }

  @Test
  void limitsTheMemoryOfOneBackendAndLiftsTheLimit() throws Exception {
    assumeThat(Machine.memoryLimits().whyNot()).isEmpty();
    start(SPEC);
    try (Connection limited = server.server().admin().connect();
        Connection other = server.server().admin().connect();
        Statement statement = limited.createStatement()) {
      long pid = LimitedServer.backendOf(limited);
      server.limitBackend(pid, 32 * MIB);

      assertSqlState("53200", () -> take(statement, 64));
      take(other.createStatement(), 64);
      take(statement, 1);
      server.liftLimit(pid);
      take(statement, 64);
    }
  }

  @Test
  void limitsTheMemoryOfTheWholeServer() throws Exception {
    assumeThat(Machine.memoryLimits().whyNot()).isEmpty();
    start(SPEC.withAddressSpace(192 * MIB));
    try (Connection connection = server.server().admin().connect();
        Statement statement = connection.createStatement()) {

      assertSqlState("53200", () -> take(statement, 200));
      take(statement, 1);
    }
    assertThat(server.isUp()).isTrue();
  }

  @Test
  void killsABackendAndTheServerComesBackByItself() throws Exception {
    start(SPEC);
    try (Connection victim = server.server().admin().connect();
        Connection bystander = server.server().admin().connect()) {
      server.killBackend(LimitedServer.backendOf(victim));

      Awaitility.await().until(() -> !bystander.isValid(1));
    }
    Awaitility.await()
        .ignoreExceptions()
        .untilAsserted(
            () -> assertThat(Sql.text(server.server().admin(), "SELECT 1")).isEqualTo("1"));
    assertThat(server.isUp()).isTrue();
  }

  @Test
  void killsThePostmasterAndStartsItAgainOnItsData() throws Exception {
    start(SPEC);
    Sql.run(server.server().admin(), "CREATE TABLE t (id int); INSERT INTO t VALUES (7)");
    int port = server.server().admin().port();

    server.killPostmaster();
    server.awaitDown(Duration.ofSeconds(5));
    server.restart();
    assertThat(Sql.text(server.server().admin(), "SELECT id FROM t")).isEqualTo("7");

    server.killAll();
    server.awaitDown(Duration.ofSeconds(5));
    assertThat(server.isUp()).isFalse();
    server.restart();
    assertThat(Sql.text(server.server().admin(), "SELECT id FROM t")).isEqualTo("7");
    assertThat(server.server().admin().port()).isEqualTo(port);
  }

  @Test
  void leavesNothingWhenClosedRightAfterItWasKilled() {
    for (LimitedSpec spec : List.of(SPEC, SPEC.withDisk(DiskLimit.Part.EVERYTHING, 64 * MIB))) {
      start(spec);
      server.killAll();
      close();
    }
  }

  @Test
  void leavesNothingWhenClosedWhileFull() {
    start(SPEC.withDisk(DiskLimit.Part.WAL, 16 * MIB));
    server.disk().fill();
  }

  @Test
  void leavesNothingWhenClosedWhileFrozen() {
    start(SPEC.withDisk(DiskLimit.Part.DATA, 32 * MIB));
    server.freeze();
  }

  @Test
  void freezesAndGoesOn() throws Exception {
    start(SPEC);
    try (Connection connection = server.server().admin().with("socketTimeout", "1").connect();
        Statement statement = connection.createStatement()) {
      server.freeze();
      assertSqlState("08006", () -> statement.execute("SELECT 1"));
    } finally {
      server.thaw();
    }
    assertThat(Sql.text(server.server().admin(), "SELECT 1")).isEqualTo("1");
  }

  @Test
  void noticesWhatIsLeftWhileTheServerRuns() {
    start(SPEC.withDisk(DiskLimit.Part.DATA, 32 * MIB));

    assertThat(server.leftovers().found())
        .anyMatch(line -> line.matches("process \\d+ .*/bin/postgres"))
        .anyMatch(line -> line.contains("that holds the small disk"))
        .anyMatch(line -> line.contains("mount of process"))
        .anyMatch(line -> line.startsWith("directory "));
    server.close();
    start(SPEC);
    assertThat(server.leftovers().found()).anyMatch(line -> line.startsWith("shared memory"));
  }

  @Test
  void unmountsTheDiskEvenIfAnotherProcessStillHasIt() throws Exception {
    start(SPEC.withDisk(DiskLimit.Part.WAL, 16 * MIB));
    List<String> command = new ArrayList<>(server.disk().entry());
    command.add("cat");
    Process guest = new ProcessBuilder(command).start();
    try {
      Awaitility.await()
          .until(() -> guest.info().command().filter(c -> c.endsWith("cat")).isPresent());
      assertThat(server.leftovers().found())
          .anyMatch(line -> line.startsWith("mount of process " + guest.pid()));

      server.close(); // deletes the mount point, which takes the mount with it

      assertThat(guest.isAlive()).isTrue();
      assertThat(server.leftovers().found()).isEmpty();
    } finally {
      guest.destroyForcibly().waitFor();
    }
  }

  @Test
  void touchesNoProcessButItsOwn() {
    start(SPEC);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> server.killBackend(ProcessHandle.current().pid()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> server.limitBackend(ProcessHandle.current().pid(), MIB));
  }

  private void start(LimitedSpec spec) {
    spec.disk().ifPresent(d -> assumeThat(Machine.smallDisks().whyNot()).isEmpty());
    server = LimitedServer.start(spec);
  }

  private static void insert(Endpoint database, int thousands) throws SQLException {
    Sql.run(
        database,
        "INSERT INTO t SELECT i, repeat('x', 800) FROM generate_series(1, " + thousands + "000) i");
  }

  /** Has the backend allocate so much at once. */
  private static void take(Statement statement, int mebibytes) throws SQLException {
    statement.execute("SELECT length(repeat('x', " + mebibytes * MIB + "))");
  }

  private static void assertSqlState(String state, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(state));
  }
}
