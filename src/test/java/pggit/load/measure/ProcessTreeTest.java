package pggit.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTreeTest {

  @TempDir Path proc;

  @Test
  void addsUpTimeAndMemoryOfAProcessAndItsChildren() throws IOException {
    // utime, stime, cutime and cstime are the 14th to 17th field; the name may hold anything.
    process(10, "10 (postgres) S 1 0 0 0 0 0 0 0 0 0 3 2 100 50 20 0", "900 500 400");
    process(11, "11 (a) (b c) S 10 0 0 0 0 0 0 0 0 0 7 1 0 0 20 0", "900 460 430");
    process(12, "12 (postgres) S 10 0 0 0 0 0 0 0 0 0 5 0 0 0 20 0", "900 30 10");
    Files.createDirectories(proc.resolve("10/task/10"));
    Files.writeString(proc.resolve("10/task/10/children"), "11 12 ");

    try (var tree = new ProcessTree(proc, 10)) {
      var use = tree.look().orElseThrow();

      assertThat(use.cpuMicros()).isEqualTo((3 + 2 + 100 + 50 + 7 + 1 + 5) * 10_000);
      assertThat(use.rssBytes()).isEqualTo((100 + 30 + 20 + 430) * 4096);
    }
  }

  @Test
  void looksAgainAtEachAndNoMoreAtAChildThatHasEnded() throws IOException {
    process(10, "10 (postgres) S 1 0 0 0 0 0 0 0 0 0 3 2 100 50 20 0", "900 500 400");
    process(11, "11 (postgres) S 10 0 0 0 0 0 0 0 0 0 7 1 0 0 20 0", "900 460 430");
    Files.createDirectories(proc.resolve("10/task/10"));
    Files.writeString(proc.resolve("10/task/10/children"), "11 ");
    try (var tree = new ProcessTree(proc, 10)) {
      tree.look();
      process(10, "10 (postgres) S 1 0 0 0 0 0 0 0 0 0 4 2 100 50 20 0", "900 510 400");
      process(11, "11 (postgres) S 10 0 0 0 0 0 0 0 0 0 9 1 0 0 20 0", "900 470 430");

      var later = tree.look().orElseThrow();

      assertThat(later.cpuMicros()).isEqualTo((4 + 2 + 100 + 50 + 9 + 1) * 10_000);
      assertThat(later.rssBytes()).isEqualTo((110 + 40 + 430) * 4096);

      Files.writeString(proc.resolve("10/task/10/children"), "");

      assertThat(tree.look().orElseThrow().cpuMicros()).isEqualTo((4 + 2 + 100 + 50) * 10_000);
    }
  }

  @Test
  void leavesNoFileOpen() throws Exception {
    assumeThat(Path.of("/proc/self/fd")).exists();
    var shell = new ProcessBuilder("sh", "-c", "sleep 60 & wait; sleep 60; :").start();
    try (var tree = new ProcessTree(shell.pid())) {
      var child = await().until(() -> shell.children().findFirst(), Optional::isPresent).get();
      tree.look();
      assertThat(filesOf(shell.pid())).isEqualTo(2);
      assertThat(filesOf(child.pid())).isEqualTo(2);

      child.destroy();
      child.onExit().get();
      tree.look();
      assertThat(filesOf(child.pid())).isZero();

      tree.close();
      assertThat(filesOf(shell.pid())).isZero();
    } finally {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }
  }

  @Test
  void knowsNothingOfAProcessThatIsNotThere() {
    try (var tree = new ProcessTree(proc, 10)) {
      assertThat(tree.look()).isEmpty();
    }
  }

  @Test
  void readsThisProcess() {
    assumeThat(Path.of("/proc/self/stat")).exists();

    try (var tree = new ProcessTree(ProcessHandle.current().pid())) {
      var use = tree.look().orElseThrow();

      assertThat(use.rssBytes()).isGreaterThan(10_000_000);
      assertThat(use.cpuMicros()).isPositive();
    }
  }

  private static long filesOf(long pid) throws IOException {
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      return files
          .map(ProcessTreeTest::target)
          .filter(target -> target.matches("/proc/" + pid + "/(stat|statm)"))
          .count();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) { // the listing's own, closed meanwhile
      return "";
    }
  }

  private void process(int pid, String stat, String statm) throws IOException {
    Files.createDirectories(proc.resolve("" + pid));
    Files.writeString(proc.resolve(pid + "/stat"), stat + "\n");
    Files.writeString(proc.resolve(pid + "/statm"), statm + " 0 0 0 0\n");
  }
}
