package pggit.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryLogTest {
  private static final Aftermath CUT =
      new Aftermath(
          Instant.parse("2026-03-01T12:00:01.250Z"),
          "3 link cut, \"both ways\"",
          Duration.ofMillis(2),
          Duration.ofMillis(41),
          Optional.of(Duration.ofMillis(38)),
          Optional.of(Duration.ofMillis(1310)),
          Map.of("57P01", 3L, "08006", 12L));
  private static final Aftermath FROZEN =
      new Aftermath(
          Instant.parse("2026-03-01T12:00:05Z"),
          "4 server frozen",
          Duration.ofMillis(2223),
          Duration.ofSeconds(32),
          Optional.empty(),
          Optional.empty(),
          Map.of());

  @TempDir Path directory;

  @Test
  void readsWhatItWroteWithWhatNeverCameLeftEmpty() {
    write(CUT, FROZEN);

    assertThat(directory.resolve("recovery.csv"))
        .hasContent(
            """
            time,fault,lasted_millis,gap_millis,first_millis,all_millis,failures
            2026-03-01T12:00:01.250Z,"3 link cut, ""both ways""\",2,41,38,1310,08006=12 57P01=3
            2026-03-01T12:00:05.000Z,4 server frozen,2223,32000,,,
            """);
    assertThat(RecoveryLog.read(directory)).containsExactly(CUT, FROZEN);
  }

  @Test
  void leavesOutRowsThatAreBroken() throws IOException {
    write(CUT);
    append(
        """
        noon,5 link cut,2,41,38,1310,
        2026-03-01T12:00:05.000Z,6 link cut,2,41,38
        2026-03-01T12:00:05.000Z,7 link cut,,41,38,1310,
        2026-03-01T12:00:05.000Z,8 link cut,2,41,soon,1310,
        2026-03-01T12:00:05.000Z,9 link cut,-2,41,38,1310,
        2026-03-01T12:00:05.000Z,10 link cut,2,41,38,1310,08006
        2026-03-01T12:00:05.000Z,11 link cut,2,41,38,1310,08006=0
        2026-03-01T12:00:05.000Z,4 server frozen,2223,32000,,,
        2026-03-01T12:00:09.000Z,12 link cut,2,41,38,1310,08006=1""");

    assertThat(RecoveryLog.read(directory)).as("the last has no end").containsExactly(CUT, FROZEN);
  }

  @Test
  void aFileOfOtherColumnsHasNoRowsAndADirectoryNeedHaveNone() throws IOException {
    assertThat(RecoveryLog.read(directory)).isEmpty();
    append("time,fault,gap_millis\n2026-03-01T12:00:05.000Z,4 server frozen,2223\n");

    assertThat(RecoveryLog.read(directory)).isEmpty();
  }

  @Test
  void aTimeBelowZeroIsNone() {
    var negative = Duration.ofNanos(-1);

    assertThatThrownBy(
            () ->
                new Aftermath(
                    Instant.EPOCH,
                    "link cut",
                    Duration.ZERO,
                    Duration.ZERO,
                    Optional.empty(),
                    Optional.of(negative),
                    Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT-0.000000001S");
  }

  private void write(Aftermath... all) {
    try (var log = new RecoveryLog(directory)) {
      List.of(all).forEach(log::add);
    }
  }

  private void append(String text) throws IOException {
    Files.writeString(
        directory.resolve("recovery.csv"),
        text,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
