package pggit.load.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed JVM left behind is gone after the next start; what a living one has, stays. */
@Tag("slow")
class OrphansIT {

  @TempDir static Path temp;

  @Test
  void stopsAndDeletesTheServerOfAKilledJvm() throws Exception {
    try (ForkedServer killed = fork()) {
      List<ProcessHandle> processes = family(killed.postmaster()).toList();
      kill(killed.jvm());
      assertThat(killed.postmaster().isAlive()).isTrue();

      try (EmbeddedServer next = start()) {

        assertThat(killed.directory()).doesNotExist();
        awaitReaped(processes);
        assertThat(next.running().directory().data()).isDirectory();
      }
    }
    assertNothingLeft();
  }

  @Test
  void stopsAServerThatIsFrozen() throws Exception {
    try (ForkedServer killed = fork()) {
      ProcessHandle postmaster = killed.postmaster();
      ServerProcesses.signal("STOP", List.of(postmaster));
      kill(killed.jvm());

      start().close();

      awaitReaped(List.of(postmaster));
      assertNothingLeft();
    }
  }

  @Test
  void deletesTheDataAndSharedMemoryOfAKilledServer() throws Exception {
    try (ForkedServer killed = fork()) {
      List<String> lines = Files.readAllLines(killed.directory().resolve("data/postmaster.pid"));
      String segment = lines.get(6).trim().split("\\s+")[1];
      List<String> files = Files.readAllLines(killed.directory().resolve("shared-memory"));
      List<ProcessHandle> processes = family(killed.postmaster()).toList();
      kill(killed.jvm());
      processes.get(0).destroyForcibly();
      awaitReaped(processes);
      assertThat(segments()).contains(segment);
      assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(Path.of(file)).exists());

      start().close();

      assertThat(segments()).doesNotContain(segment);
      assertThat(files).allSatisfy(file -> assertThat(Path.of(file)).doesNotExist());
      assertNothingLeft();
    }
  }

  @Test
  void deletesWhatAJvmKilledDuringItsStartLeft() throws Exception {
    for (int delayMillis = 300; delayMillis <= 1100; delayMillis += 200) {
      try (ForkedServer killed = ForkedServer.fork(area(), ForkedServer.End.WAIT)) {
        Thread.sleep(delayMillis); // the moment in the start is the very input of this test
        kill(killed.jvm());

        start().close();

        assertNothingLeft();
      }
    }
  }

  @Test
  void leavesTheServerOfALivingJvmAlone() throws Exception {
    try (ForkedServer living = fork()) {

      start().close();

      assertThat(living.directory().resolve("data/PG_VERSION")).exists();
      assertThat(Sql.text(living.admin(), "SELECT 1")).isEqualTo("1");
      living.signal("TERM");
      living.awaitExit();
    }
    assertNothingLeft();
  }

  @Test
  void leavesOtherServersOfTheSameJvmAlone() throws Exception {
    try (EmbeddedServer first = start();
        EmbeddedServer second = start()) {
      Running.cleanUpOrphans(TempArea.at(area()));

      assertThat(Sql.text(first.admin(), "SELECT 1")).isEqualTo("1");
      assertThat(Sql.text(second.admin(), "SELECT 1")).isEqualTo("1");
    }
    assertNothingLeft();
  }

  private static ForkedServer fork() throws Exception {
    return ForkedServer.fork(area(), ForkedServer.End.WAIT).awaitStarted();
  }

  private static EmbeddedServer start() {
    return EmbeddedServer.start(
        EmbeddedSpec.defaults(), TempArea.at(area()), (root, data) -> Enclosure.NONE);
  }

  private static void kill(ProcessHandle jvm) {
    jvm.destroyForcibly();
    jvm.onExit().join();
  }

  private static Stream<ProcessHandle> family(ProcessHandle postmaster) {
    return Stream.concat(Stream.of(postmaster), postmaster.descendants());
  }

  /** Orphans are reaped by process 1, which takes its time. */
  private static void awaitReaped(List<ProcessHandle> processes) {
    Awaitility.await().until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  private static void assertNothingLeft() {
    assertThat(area().resolve("servers")).isEmptyDirectory();
    assertThat(ProcessHandle.allProcesses().map(p -> p.info().command().orElse("")))
        .noneMatch(command -> command.startsWith(temp.toString()));
  }

  private static List<String> segments() throws Exception {
    return Files.readAllLines(Path.of("/proc/sysvipc/shm")).stream()
        .map(line -> line.trim().split("\\s+")[1])
        .toList();
  }

  private static Path area() {
    return temp.resolve("area");
  }
}
