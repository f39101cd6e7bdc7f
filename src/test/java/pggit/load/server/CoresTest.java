package pggit.load.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoresTest {

  @Test
  void readsTheListOfTheKernel() {
    assertThat(Cores.numbers("0")).containsExactly(0);
    assertThat(Cores.numbers("0-2,5")).containsExactly(0, 1, 2, 5);
  }

  @Test
  void putsTwoProcessesOnTheSameCore() throws Exception {
    var first = sleep();
    var second = sleep();
    try {
      assumeThat(Cores.share(0, List.of((int) first.pid(), (int) second.pid())))
          .as("taskset on Linux")
          .isTrue();

      assertThat(core(first)).isEqualTo(core(second)).doesNotContain("-").doesNotContain(",");
    } finally {
      first.destroyForcibly().waitFor();
      second.destroyForcibly().waitFor();
    }
  }

  @Test
  void saysWhenItCannot() throws Exception {
    var gone = sleep();
    gone.destroyForcibly().waitFor();

    assertThat(Cores.share(0, List.of((int) gone.pid()))).isFalse();
  }

  private static Process sleep() throws Exception {
    return new ProcessBuilder("sleep", "60").start();
  }

  private static String core(Process process) throws Exception {
    return Files.readAllLines(Path.of("/proc", "" + process.pid(), "status")).stream()
        .filter(line -> line.startsWith("Cpus_allowed_list:"))
        .findFirst()
        .orElseThrow();
  }
}
