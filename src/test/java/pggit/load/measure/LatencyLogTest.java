package pggit.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.measure.Recorder.Operation;
import pggit.load.measure.Recorder.Part;

class LatencyLogTest {
  private static final long MILLI = 1_000_000;

  @TempDir Path dir;

  @Test
  void isWrittenEverySecondByADaemonThreadOfItsOwn() {
    Path file = dir.resolve("run/latency.hlog");
    try (Recorder recorder = new Recorder(file)) {
      record(recorder, "commit", MILLI);

      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(intervals(file)).contains("Tag=commit/response/main"));
      record(recorder, "commit", MILLI);
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(intervals(file)).hasSize(2 * Part.values().length));

      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> thread.getName().equals("pggit-latency-log"))
          .allMatch(Thread::isDaemon)
          .isNotEmpty();
    }
  }

  @Test
  void endsItsThreadWhenClosedTwice() {
    Recorder recorder = new Recorder(dir.resolve("latency.hlog"));

    recorder.close();
    recorder.close();

    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("pggit-latency-log"));
  }

  @Test
  void holdsWhatTheRecorderHasAndNothingOfTheWarmUp() {
    Path file = dir.resolve("latency.hlog");
    Recorder recorder = new Recorder(file);
    recorder.phase("warm-up", false);
    record(recorder, "first commit", 800 * MILLI);
    recorder.phase("10 users", true);
    record(recorder, "first commit", 2 * MILLI);
    recorder.phase("25 users", true);
    record(recorder, "first commit", 4 * MILLI);
    record(recorder, "first commit", TimeUnit.HOURS.toNanos(3));
    recorder.close();

    LatencyLog log = LatencyLog.read(file);

    assertThat(log.operations()).containsExactly("first commit");
    assertThat(log.phases()).containsExactly("10 users", "25 users");
    for (Part part : Part.values()) {
      assertThat(log.snapshot("first commit", part).histogram())
          .isEqualTo(recorder.snapshot("first commit", part).histogram());
    }
    Snapshot second = log.snapshot("first commit", Part.RESPONSE, "25 users");
    assertThat(second.count()).isEqualTo(2);
    assertThat(second.overflow()).isEqualTo(1);
  }

  @Test
  void keepsOddNames() {
    Path file = dir.resolve("latency.hlog");
    String operation = "a/b, 100 % \"größer\"\n😀+";
    try (Recorder recorder = new Recorder(file)) {
      record(recorder, operation, MILLI);
    }

    assertThat(LatencyLog.read(file).operations()).containsExactly(operation);
  }

  @Test
  void addsUpSeveralProcesses() {
    Path one = dir.resolve("1.hlog");
    Path two = dir.resolve("2.hlog");
    try (Recorder first = new Recorder(one);
        Recorder second = new Recorder(two)) {
      for (int i = 0; i < 99; i++) {
        record(first, "commit", MILLI);
      }
      record(second, "commit", 50 * MILLI);
      record(second, "look", MILLI);
    }

    LatencyLog log = LatencyLog.read(one, two);

    Snapshot commit = log.snapshot("commit", Part.RESPONSE);
    assertThat(commit.count()).isEqualTo(100);
    assertThat(commit.quantileNanos(0.99)).isLessThan(1.01 * MILLI);
    assertThat(commit.quantileNanos(1)).isGreaterThan(49 * MILLI);
    assertThat(log.operations()).containsExactly("commit", "look");
  }

  @Test
  void canBeReadByHdrHistogramsOwnToolsUnderACommaLocale() throws IOException {
    Path file = dir.resolve("latency.hlog");
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      try (Recorder recorder = new Recorder(file)) {
        record(recorder, "commit", 3 * MILLI);
      }

      try (FileInputStream in = new FileInputStream(file.toFile());
          HistogramLogReader reader = new HistogramLogReader(in)) {
        EncodableHistogram lag = reader.nextIntervalHistogram();
        assertThat(lag.getTag()).isEqualTo("commit/lag/main");
        reader.nextIntervalHistogram();
        EncodableHistogram execute = reader.nextIntervalHistogram();
        assertThat(execute.getTag()).isEqualTo("commit/execute/main");
        assertThat(((Histogram) execute).getTotalCount()).isEqualTo(1);
        assertThat(System.currentTimeMillis() - execute.getEndTimeStamp()).isBetween(0L, 60_000L);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void leavesOutTheLineInWhichAKilledProcessStopped() throws IOException {
    Path file = dir.resolve("latency.hlog");
    try (Recorder recorder = new Recorder(file)) {
      record(recorder, "commit", MILLI);
    }
    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, whole.length() - 5));

    LatencyLog log = LatencyLog.read(file);

    assertThat(log.incompleteLines()).isEqualTo(1);
    assertThat(log.snapshot("commit", Part.EXECUTE).count()).isEqualTo(1);
    assertThat(log.snapshot("commit", Part.RESPONSE).isEmpty()).isTrue();
  }

  @Test
  void refusesAnotherFileByNameAndLine() throws IOException {
    Path file = dir.resolve("other.txt");
    Files.writeString(file, "#comment\nhello\n");

    assertThatThrownBy(() -> LatencyLog.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other.txt line 2");
    Files.writeString(file, "Tag=commit/response/main,0.1,1.0,1.0,HISTFAAAAC\n");
    assertThatThrownBy(() -> LatencyLog.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other.txt line 1");
    assertThatThrownBy(() -> LatencyLog.read(dir.resolve("none")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("none");
  }

  @Test
  void keepsRecordingInMemoryAfterClose() {
    Recorder recorder = new Recorder(dir.resolve("latency.hlog"));
    recorder.close();

    record(recorder, "commit", MILLI);

    assertThat(recorder.snapshot("commit", Part.RESPONSE).count()).isEqualTo(1);
  }

  /** Tags of the intervals, as far as they are written. */
  private static List<String> intervals(Path file) throws IOException {
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith("Tag="))
          .map(line -> line.substring(0, line.indexOf(',')))
          .toList();
    }
  }

  private static void record(Recorder recorder, String name, long nanos) {
    Operation operation = recorder.operation(name);
    recorder.record(operation, recorder.currentPhase(), 0, 0, 0, nanos, nanos);
  }
}
