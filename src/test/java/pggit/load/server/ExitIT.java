package pggit.load.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However the JVM ends, its server ends with it and leaves nothing. */
@Tag("slow")
class ExitIT {

  private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  @TempDir static Path temp;

  @ParameterizedTest
  @CsvSource({"RETURN, 0", "THROW, 1", "EXIT, 3"})
  void leavesNothingWhenTheJvmEndsByItself(ForkedServer.End end, int code) throws Exception {
    try (ForkedServer forked = ForkedServer.fork(area(), end).awaitStarted()) {

      assertThat(forked.awaitExit()).isEqualTo(code);

      assertNothingLeft(forked);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void leavesNothingWhenTheJvmIsToldToEnd(String signal) throws Exception {
    try (ForkedServer forked = ForkedServer.fork(area(), ForkedServer.End.WAIT).awaitStarted()) {
      assumeThat(isIgnored(signal, forked.jvm()))
          .as(
              "SIG%s ignored, as SIGINT is below a background job of a shell, SIGHUP below nohup",
              signal)
          .isFalse();
      assertThat(forked.postmaster().isAlive()).isTrue();

      forked.signal(signal);
      forked.awaitExit();

      assertNothingLeft(forked);
    }
  }

  @Test
  void leavesNothingWhenTheJvmIsToldToEndWhileTheServerStarts() throws Exception {
    for (int delayMillis = 500; delayMillis <= 1300; delayMillis += 50) {
      try (ForkedServer forked = ForkedServer.fork(area(), ForkedServer.End.WAIT)) {
        Thread.sleep(delayMillis); // the moment in the start is the very input of this test

        forked.signal("TERM");
        forked.awaitExit();

        assertThat(area().resolve("servers"))
            .as("after %d ms: %s", delayMillis, forked.output())
            .satisfiesAnyOf(
                servers -> assertThat(servers).doesNotExist(),
                servers -> assertThat(servers).isEmptyDirectory());
      }
    }
  }

  private static void assertNothingLeft(ForkedServer forked) {
    assertThat(forked.output()).contains("started");
    assertThat(area().resolve("servers")).isEmptyDirectory();
    assertThat(ProcessHandle.allProcesses().map(p -> p.info().command().orElse("")))
        .noneMatch(command -> command.startsWith(temp.toString()));
  }

  private static boolean isIgnored(String signal, ProcessHandle process) throws Exception {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    long bit = 1L << (NUMBERS.get(signal) - 1);
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).trim(), 16) & bit) != 0);
  }

  private static Path area() {
    return temp.resolve("area");
  }
}
