package pggit.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTreeTest {

  @TempDir Path proc;

  @Test
  void addsUpTimeAndMemoryOfAProcessAndItsChildren() throws IOException {
    // utime, stime, cutime and cstime are the 14th to 17th field; the name may hold anything.
    process(10, "10 (postgres) S 1 0 0 0 0 0 0 0 0 0 3 2 100 50 20 0", 100, 390, 10);
    process(11, "11 (a) (b c) S 10 0 0 0 0 0 0 0 0 0 7 1 0 0 20 0", 30, 400, 30);
    process(12, "12 (postgres) S 10 0 0 0 0 0 0 0 0 0 5 0 0 0 20 0", 20, 10, 0);
    Files.createDirectories(proc.resolve("10/task/10"));
    Files.writeString(proc.resolve("10/task/10/children"), "11 12 13 "); // 13 has just ended

    var use = ProcessTree.look(proc, 10).orElseThrow();

    assertThat(use.cpuMicros()).isEqualTo((3 + 2 + 100 + 50 + 7 + 1 + 5) * 10_000);
    assertThat(use.ownBytes()).isEqualTo((100 + 30 + 20) * 1024);
    assertThat(use.rssBytes()).isEqualTo((100 + 30 + 20 + 430) * 1024);
  }

  @Test
  void knowsNothingOfAProcessThatIsNotThere() {
    assertThat(ProcessTree.look(proc, 10)).isEmpty();
  }

  @Test
  void knowsNothingWhereTheKernelDoesNotTellOfMemoryButCountsWhatHasOnlyToBeReaped()
      throws IOException {
    process(10, "10 (postgres) S 1 10 10 0 -1 4194560 1 2 3 4 3 2 100 50 20", 100, 30, 400);
    Path status = proc.resolve("10/status");

    Files.writeString(status, "Name:\tpostgres\nState:\tS (sleeping)\nVmRSS:\t500 kB\n");
    assertThat(ProcessTree.look(proc, 10)).isEmpty();

    Files.writeString(status, "Name:\tpostgres\nState:\tZ (zombie)\n");
    assertThat(ProcessTree.look(proc, 10)).map(ProcessTree.Use::rssBytes).contains(0L);
  }

  @Test
  void readsThisProcess() {
    assumeThat(Path.of("/proc/self/stat")).exists();

    var use = ProcessTree.look(ProcessHandle.current().pid()).orElseThrow();

    assertThat(use.rssBytes()).isGreaterThan(10_000_000);
    assertThat(use.cpuMicros()).isPositive();
  }

  /** user, nice, system, idle, iowait, irq, softirq, steal, and guests, who are in user. */
  @Test
  void tellsWhatTheWholeMachineDid() throws IOException {
    Files.writeString(
        proc.resolve("stat"),
        "cpu  100 20 30 400 50 6 7 8 90 0\ncpu0 100 20 30 400 50 6 7 8 90 0\n");

    assertThat(ProcessTree.machine(proc)).contains(new ProcessTree.Machine(1_710_000, 4_500_000));
    assertThat(ProcessTree.machine(proc.resolve("none"))).isEmpty();
  }

  private void process(int pid, String stat, int anon, int file, int shmem) throws IOException {
    Files.createDirectories(proc.resolve("" + pid));
    Files.writeString(proc.resolve(pid + "/stat"), stat + "\n");
    Files.writeString(
        proc.resolve(pid + "/status"),
        "Name:\tpostgres\nRssAnon:\t     %d kB\nRssFile:\t%d kB\nRssShmem:\t       %d kB\nThreads:\t1\n"
            .formatted(anon, file, shmem));
  }
}
