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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.measure.Recorder.Operation;

class LatencyLogTest {
  private static final long MILLI = 1_000_000;

  @TempDir Path dir;

  @Test
  void isWrittenEverySecondByADaemonThreadOfItsOwn() {
    Path file = dir.resolve("run/latency.hlog");
    try (Recorder recorder = new Recorder(dir.resolve("run"))) {
      record(recorder, "commit", MILLI);

      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(intervals(file)).contains("Tag=commit/response/main"));
      record(recorder, "commit", MILLI);
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(intervals(file)).hasSize(8));

      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> thread.getName().equals("pggit-latency-log"))
          .allMatch(Thread::isDaemon)
          .isNotEmpty();
    }
  }

  @Test
  void endsItsThreadWhenClosedTwice() {
    Recorder recorder = new Recorder(dir);

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
    Recorder recorder = new Recorder(dir);
    recorder.phase("warm-up", false);
    record(recorder, "first commit", 800 * MILLI);
    recorder.phase("10 users", true);
    record(recorder, "first commit", 2 * MILLI);
    recorder.phase("25 users", true);
    record(recorder, "first commit", 4 * MILLI);
    record(recorder, "first commit", TimeUnit.HOURS.toNanos(3));
    recorder.close();

    List<LatencyLog.Line> lines = lines(file);
    assertThat(lines).extracting(line -> line.of().operation()).containsOnly("first commit");
    assertThat(lines)
        .extracting(line -> line.of().phase())
        .containsOnly("10 users", "25 users")
        .startsWith("10 users");
    for (Part part : List.of(Part.LAG, Part.ACQUIRE, Part.EXECUTE, Part.RESPONSE)) {
      Histogram sum = new Histogram(1_000, TimeUnit.HOURS.toNanos(1), 3);
      lines.stream()
          .filter(line -> line.of().part() == part)
          .forEach(line -> line.forEach(sum::recordValueWithCount));
      Snapshot recorded = recorder.snapshot("first commit", part);
      assertThat(sum.getTotalCount()).isEqualTo(recorded.count()).isEqualTo(3);
      for (double q : new double[] {0, 0.5, 0.6}) {
        assertThat((double) sum.getValueAtPercentile(100 * q)).isEqualTo(recorded.quantileNanos(q));
      }
    }
    Map<Long, Long> last = new TreeMap<>();
    lines.stream() // several where a second ended between the two requests
        .filter(line -> line.of().equals(lines.get(lines.size() - 1).of()))
        .forEach(line -> line.forEach((value, count) -> last.merge(value, count, Long::sum)));
    assertThat(last).hasSize(2).as("above the range").containsEntry(TimeUnit.HOURS.toNanos(1), 1L);
  }

  @Test
  void keepsOddNames() {
    Path file = dir.resolve("latency.hlog");
    String operation = "a/b, 100 % \"größer\"\n😀+";
    try (Recorder recorder = new Recorder(dir)) {
      record(recorder, operation, MILLI);
    }

    assertThat(lines(file)).extracting(line -> line.of().operation()).containsOnly(operation);
  }

  @Test
  void canBeReadByHdrHistogramsOwnToolsUnderACommaLocale() throws IOException {
    Path file = dir.resolve("latency.hlog");
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      try (Recorder recorder = new Recorder(dir)) {
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
    try (Recorder recorder = new Recorder(dir)) {
      record(recorder, "commit", MILLI);
    }
    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, whole.length() - 5));

    List<Part> parts = new ArrayList<>();
    LatencyLog log =
        LatencyLog.read(
            file,
            line -> {
              line.forEach((nanos, count) -> assertThat(count).isEqualTo(1));
              parts.add(line.of().part());
            });

    assertThat(log.broken()).isEqualTo(1);
    assertThat(parts).containsExactly(Part.LAG, Part.ACQUIRE, Part.EXECUTE);
    assertThat(System.currentTimeMillis() - log.startedMillis().orElseThrow())
        .isBetween(0L, 60_000L);
  }

  @Test
  void countsWhatIsNoIntervalAndRefusesAFileThatIsNotThere() throws IOException {
    Path file = dir.resolve("other.txt");
    Files.writeString(
        file, "#comment\nhello\nTag=commit/response/main,0.1,1.0,1.0,HISTFAAAAC\nTag=a,1,1,1,HI\n");

    assertThat(LatencyLog.read(file, LatencyLogTest::look).broken()).isEqualTo(3);
    assertThatThrownBy(() -> LatencyLog.read(dir.resolve("none"), LatencyLogTest::look))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("none");
  }

  @Test
  void keepsRecordingInMemoryAfterClose() {
    Recorder recorder = new Recorder(dir);
    recorder.close();

    record(recorder, "commit", MILLI);

    assertThat(recorder.snapshot("commit", Part.RESPONSE).count()).isEqualTo(1);
  }

  @Test
  void writesFailuresAsTheyCome() throws IOException {
    try (Recorder recorder = new Recorder(dir)) {
      Operation commit = recorder.operation("commit, first");
      commit.tally().failed("40001", "could not serialize", 0, MILLI);
      commit.tally().failed("40001", "could not serialize", 0, MILLI);
      recorder.snapshot("commit, first", Part.RESPONSE); // ends an interval
      commit.tally().failed("40001", "could not serialize", 0, MILLI);
    }

    assertThat(Files.readAllLines(dir.resolve("errors.csv")))
        .extracting(row -> row.substring(row.indexOf(',') + 1))
        .containsExactly(
            "operation,sqlstate,count", "\"commit, first\",40001,2", "\"commit, first\",40001,1");
  }

  private static void look(LatencyLog.Line line) {
    line.forEach((nanos, count) -> assertThat(count).isPositive());
  }

  private static List<LatencyLog.Line> lines(Path file) {
    List<LatencyLog.Line> lines = new ArrayList<>();
    LatencyLog.read(file, lines::add);
    return lines;
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
    recorder.record(
        operation, recorder.currentPhase(), 0, 0, 0, nanos, nanos, OptionalLong.empty());
  }
}
