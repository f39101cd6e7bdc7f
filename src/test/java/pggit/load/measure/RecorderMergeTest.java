package pggit.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many recorders as one. */
class RecorderMergeTest {
  private static final long MILLI = 1_000_000;
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000000001Z");

  @TempDir Path dir;

  @Test
  void quantilesAreThoseOfAllValuesInOneHistogramWhateverTheValues() {
    SplittableRandom random = new SplittableRandom(42);
    Histogram all = new Histogram(1_000, TimeUnit.HOURS.toNanos(1), 3);
    List<Shard> shards = new ArrayList<>();
    for (int injector = 0; injector < 3; injector++) {
      try (Recorder recorder = new Recorder(shard(injector, shards).directory())) {
        for (int i = 0; i < 20_000; i++) { // 1 ns to 3.6e12 ns, as many of each magnitude
          long nanos = (long) Math.exp(random.nextDouble() * Math.log(3.6e12));
          record(recorder, "commit", nanos);
          all.recordValue(nanos);
          if (i % 7_000 == 0) {
            recorder.snapshot("commit", Part.RESPONSE); // ends an interval
          }
        }
        for (long edge : new long[] {0, 511, 512, 3_599_999_999_999L, 3_600_000_000_000L}) {
          record(recorder, "commit", edge);
          all.recordValue(edge);
        }
      }
    }

    Histogram merged = Recorder.merged(shards).snapshot("commit", Part.RESPONSE).histogram();

    assertThat(merged.getTotalCount()).isEqualTo(60_015);
    for (int i = 0; i <= 100_000; i++) {
      assertThat(merged.getValueAtPercentile(i / 1000.0))
          .isEqualTo(all.getValueAtPercentile(i / 1000.0));
    }
    assertThat(merged.getMean()).isEqualTo(all.getMean());
    assertThat(merged.getMaxValue()).isEqualTo(all.getMaxValue());
    assertThat(merged).as("every counter").isEqualTo(all);
  }

  @Test
  void quantilesOverOperationsAndPhasesAreThoseOfAllTheirValuesInOneHistogram() {
    SplittableRandom random = new SplittableRandom(7);
    Histogram commits = new Histogram(1_000, TimeUnit.HOURS.toNanos(1), 3);
    Histogram steady = new Histogram(1_000, TimeUnit.HOURS.toNanos(1), 3);
    List<Shard> shards = new ArrayList<>();
    for (int injector = 0; injector < 3; injector++) {
      try (Recorder recorder = new Recorder(shard(injector, shards).directory())) {
        for (String phase : List.of("10 users", "25 users")) {
          recorder.phase(phase, true);
          for (int i = 0; i < 3_000; i++) {
            String name = List.of("commit", "first commit", "look").get(random.nextInt(3));
            long nanos = (long) Math.exp(random.nextDouble() * Math.log(3.6e12));
            record(recorder, name, nanos);
            if (!name.equals("look")) {
              commits.recordValue(nanos);
            }
            if (name.equals("look") && phase.equals("25 users")) {
              steady.recordValue(nanos);
            }
          }
        }
      }
    }
    shards.add(new Shard(3, dir.resolve("never came"), Duration.ZERO));

    Recorder merged = Recorder.merged(shards);

    assertThat(merged.snapshot(Series::isCommit, Part.RESPONSE).histogram()).isEqualTo(commits);
    assertThat(merged.snapshot("look", Part.RESPONSE, "25 users").histogram()).isEqualTo(steady);
    assertThat(commits.getTotalCount()).isBetween(11_500L, 12_500L);
    assertThat(steady.getTotalCount()).isBetween(2_700L, 3_300L);
  }

  @Test
  void eachCounterIsAddedToItselfUpToTheTopOfTheRange() {
    List<Shard> shards = new ArrayList<>();
    Histogram all = new Histogram(1_000, TimeUnit.HOURS.toNanos(1), 3);
    try (Recorder recorder = new Recorder(shard(0, shards).directory())) {
      for (long nanos = 0;
          nanos < TimeUnit.HOURS.toNanos(1);
          nanos = all.nextNonEquivalentValue(nanos)) {
        record(recorder, "commit", nanos); // the lower end of each
        all.recordValue(nanos);
      }
    }

    Histogram merged = Recorder.merged(shards).snapshot("commit", Part.RESPONSE).histogram();

    assertThat(all.getTotalCount()).isGreaterThan(20_000);
    assertThat(merged).isEqualTo(all);
  }

  @Test
  void keepsOperationsPartsAndPhasesApartAndAddsThemUp() {
    List<Shard> shards = new ArrayList<>();
    for (int injector = 0; injector < 2; injector++) {
      try (Recorder recorder = new Recorder(shard(injector, shards).directory())) {
        recorder.phase("warm-up", false);
        record(recorder, "commit", 9 * MILLI);
        recorder.phase("10 users", true);
        int begun = recorder.currentPhase();
        record(recorder, "commit", MILLI);
        recorder.phase("25 users", true);
        record(recorder, "commit", 3 * MILLI);
        record(recorder, injector == 0 ? "look" : "first commit", 5 * MILLI);
        recorder.record(
            recorder.operation("commit"), begun, 0, 0, 0, MILLI, MILLI, OptionalLong.empty());
      }
    }

    Recorder merged = Recorder.merged(shards);

    assertThat(merged.operations()).containsExactly("commit", "look", "first commit");
    assertThat(merged.snapshot("commit", Part.RESPONSE).count()).isEqualTo(4);
    assertThat(merged.snapshot("commit", Part.LAG, "25 users").count()).isEqualTo(2);
    assertThat(merged.snapshot("look", Part.RESPONSE).count()).isEqualTo(1);
    assertThat(merged.recorded("first commit", Part.RESPONSE).count()).isEqualTo(1);
    assertThat(merged.snapshot(Series::isCommit, Part.RESPONSE).count()).isEqualTo(5);
    assertThat(merged.straddled()).isEqualTo(2);
  }

  @Test
  void talliesAddUpWithTheirKindsAndExamples() {
    List<Shard> shards = new ArrayList<>();
    for (int injector = 0; injector < 2; injector++) {
      Recorder recorder = new Recorder(shard(injector, shards).directory());
      Tally commit = recorder.tally("commit");
      commit.succeeded(0, MILLI);
      commit.failed("40001", "could not serialize, try " + injector, 0, 7 * MILLI);
      commit.failed("40001", "could not serialize, try 9", 0, (8 + injector) * MILLI);
      if (injector == 1) {
        commit.failed("53300", "too many clients", 0, MILLI);
        commit.failed("40001", "deadlock", 0, MILLI);
      }
      recorder.close();
    }

    Recorder merged = Recorder.merged(shards);

    Tally commit = merged.tally("commit");
    assertThat(commit.successes()).isEqualTo(2);
    assertThat(commit.attempts()).isEqualTo(8);
    assertThat(commit.failures()).isEqualTo(Map.of("40001", 5L, "53300", 1L));
    assertThat(commit.kinds())
        .isEqualTo(
            Map.of(
                new Cause.Kind("40001", "could not serialize, try ?"), 4L,
                new Cause.Kind("40001", "deadlock"), 1L,
                new Cause.Kind("53300", "too many clients"), 1L));
    assertThat(merged.errors())
        .containsExactly(
            new ErrorCount("commit", "40001", 5, "could not serialize, try 0"),
            new ErrorCount("commit", "53300", 1, "too many clients"));
    assertThat(commit.longestFailure()).isEqualTo(Duration.ofMillis(9));
  }

  @Test
  void spanIsByTheServersClock() {
    List<Shard> shards =
        List.of(
            new Shard(0, dir.resolve("0"), Duration.ofSeconds(-3600)),
            new Shard(4, dir.resolve("4"), Duration.ofMillis(250)));
    tallies(shards.get(0), NOON.plusSeconds(3600), NOON.plusSeconds(3605)); // an hour ahead
    tallies(shards.get(1), NOON.plusMillis(750), NOON.plusMillis(6_750));

    Recorder merged = Recorder.merged(shards);

    assertThat(merged.tally("commit").span()).isEqualTo(Duration.ofSeconds(7));
    assertThat(merged.tally("never").span()).isZero();
  }

  @Test
  void instantsOfATallyAreThoseOfTheClockOnTheWall() {
    Instant before = Instant.now();
    Recorder recorder = new Recorder(dir);
    long started = System.nanoTime();
    recorder.tally("commit").succeeded(started, started + 5 * MILLI);
    recorder.tally("never");

    recorder.flush();

    Tallies tallies = Tallies.read(dir);
    Tallies.Span span = tallies.operations().get(0).span().orElseThrow();
    assertThat(span.firstStarted()).isBetween(before.minusMillis(5), Instant.now());
    assertThat(Duration.between(span.firstStarted(), span.lastEnded()))
        .isEqualTo(Duration.ofMillis(5));
    assertThat(tallies.operations().get(1).span()).isEmpty();
    recorder.close();
  }

  @Test
  void filesCanBeHandedOnBeforeTheRecorderIsClosed() {
    Recorder recorder = new Recorder(dir);
    record(recorder, "commit", MILLI);
    recorder.tally("commit").succeeded(0, MILLI);

    recorder.flush();

    Recorder merged = Recorder.merged(List.of(new Shard(0, dir, Duration.ZERO)));
    assertThat(merged.snapshot("commit", Part.RESPONSE).count()).isEqualTo(1);
    assertThat(merged.tally("commit").successes()).isEqualTo(1);

    record(recorder, "commit", MILLI);
    recorder.close();

    merged = Recorder.merged(List.of(new Shard(0, dir, Duration.ZERO)));
    assertThat(merged.snapshot("commit", Part.RESPONSE).count()).isEqualTo(2);
  }

  @Test
  void filesThatAreMissingCountForNothingAndThoseOfAnotherVersionAreRefused() throws IOException {
    try (Recorder recorder = new Recorder(dir.resolve("0"))) {
      record(recorder, "commit", MILLI);
    }
    Files.delete(dir.resolve("0/tallies.json"));
    List<Shard> shards =
        List.of(
            new Shard(0, dir.resolve("0"), Duration.ZERO),
            new Shard(1, dir.resolve("1"), Duration.ZERO));

    Recorder merged = Recorder.merged(shards);

    assertThat(merged.snapshot("commit", Part.RESPONSE).count()).isEqualTo(1);
    assertThat(merged.tally("commit").attempts()).isZero();

    Files.createDirectories(dir.resolve("1"));
    Files.writeString(dir.resolve("1/tallies.json"), "{\"schema\":7}");
    assertThatThrownBy(() -> Recorder.merged(shards))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tallies.json has schema 7, expected 1");
  }

  @Test
  void aBrokenLineCostsNothingElse() throws IOException {
    try (Recorder recorder = new Recorder(dir)) {
      record(recorder, "commit", MILLI);
    }
    Path log = dir.resolve("latency.hlog");
    String whole = Files.readString(log);
    Files.writeString(log, whole.substring(0, whole.length() - 5)); // the last one: response

    Recorder merged = Recorder.merged(List.of(new Shard(0, dir, Duration.ZERO)));

    assertThat(merged.snapshot("commit", Part.EXECUTE).count()).isEqualTo(1);
    assertThat(merged.snapshot("commit", Part.RESPONSE).isEmpty()).isTrue();
  }

  private Shard shard(int injector, List<Shard> shards) {
    Shard shard = new Shard(injector, dir.resolve("injector-" + injector), Duration.ZERO);
    shards.add(shard);
    return shard;
  }

  private static void tallies(Shard shard, Instant first, Instant last) {
    Optional<Tallies.Span> span = Optional.of(new Tallies.Span(first, last));
    new Tallies(
            Tallies.SCHEMA,
            0,
            List.of(new Tallies.Counts("commit", 2, List.of(), span, Duration.ZERO)))
        .write(shard.directory());
  }

  private static void record(Recorder recorder, String name, long nanos) {
    recorder.record(
        recorder.operation(name),
        recorder.currentPhase(),
        0,
        0,
        0,
        nanos,
        nanos,
        OptionalLong.empty());
  }
}
