package pggit.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunResultTest {
  @TempDir Path dir;

  static Stream<Locale> locales() {
    return Stream.of("", "de-DE", "ar-EG-u-nu-arab", "fa-IR").map(Locale::forLanguageTag);
  }

  @ParameterizedTest
  @MethodSource("locales")
  void writesTheGoldenFileUnderEveryLocale(Locale locale) throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(locale);
    try {
      RunResult.write(dir, result());

      assertThat(Files.readString(dir.resolve("run.json"))).isEqualTo(golden());
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @MethodSource("locales")
  void readsTheGoldenFileUnderEveryLocale(Locale locale) throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(locale);
    try {
      Files.writeString(dir.resolve("run.json"), golden());

      assertThat(RunResult.read(dir)).isEqualTo(result());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void keepsTheOrderOfFacts() {
    RunResult.write(dir, result());

    assertThat(RunResult.read(dir).server().keySet())
        .containsExactly("version", "synchronous_commit", "fsync");
  }

  @Test
  void makesTheDirectoryAndReplacesAnOlderResult() throws IOException {
    Path run = dir.resolve("a/b");
    Files.createDirectories(run);
    Files.writeString(run.resolve("run.json"), "{}");

    RunResult.write(run, result());

    assertThat(RunResult.read(run)).isEqualTo(result());
  }

  @Test
  void aReaderNeverSeesHalfAFile() throws Exception {
    RunResult.write(dir, result());
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> reads =
          reader.submit(
              () -> {
                int count = 0;
                while (!done.get()) {
                  RunResult.read(dir);
                  count++;
                }
                return count;
              });
      for (int i = 0; i < 300; i++) {
        RunResult.write(dir, result());
      }
      done.set(true);

      assertThat(reads.get(10, TimeUnit.SECONDS)).isPositive();
    } finally {
      done.set(true);
      reader.shutdownNow();
    }
  }

  @Test
  void leavesNothingBehindWhenItCannotWrite() throws IOException {
    Files.createDirectories(dir.resolve("run.json/in the way"));

    assertThatThrownBy(() -> RunResult.write(dir, result()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("run.json");
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files).containsExactly(dir.resolve("run.json"));
    }
  }

  @Test
  void refusesAnotherSchemaVersion() throws IOException {
    Path file = dir.resolve("run.json");

    Files.writeString(file, golden().replace("\"schema\" : 3", "\"schema\" : 1"));
    assertThatThrownBy(() -> RunResult.read(dir))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("schema 1, expected 3");

    Files.writeString(file, "{}");
    assertThatThrownBy(() -> RunResult.read(dir)).hasMessageContaining("schema (none)");
  }

  @Test
  void refusesWhatIsNoResult() throws IOException {
    assertThatThrownBy(() -> RunResult.read(dir))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("run.json");

    for (String text :
        List.of("", "nonsense", "[1]", "{\"schema\" : 3}", golden().substring(0, 300))) {
      Files.writeString(dir.resolve("run.json"), text);
      assertThatThrownBy(() -> RunResult.read(dir))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("run.json");
    }
  }

  static RunResult result() {
    Map<String, String> server = new LinkedHashMap<>();
    server.put("version", "17.11");
    server.put("synchronous_commit", "on");
    server.put("fsync", "on");
    return new RunResult(
        RunResult.SCHEMA,
        "ConcurrentCommitSimulation",
        "smoke",
        Instant.parse("2026-03-01T12:30:05.250Z"),
        Duration.ofMillis(61_500),
        Invocation.UNKNOWN,
        Map.of("pggit.password", "***"),
        server,
        Map.of("name", "trinity"),
        Map.of("cores", "2"),
        List.of(
            Estimate.of(
                "commit response p95", "ms", Direction.LOWER_IS_BETTER, 12.5, 11.25, 14.0, 1234),
            Estimate.of("p50", "ms", Direction.LOWER_IS_BETTER, 1.5, 100)
                .of(new Estimate.Of("commit", "p50").at(1_500, "commits")),
            Estimate.of("commits", "commits/s", Direction.HIGHER_IS_BETTER, 1_234_567.891, 20),
            Estimate.unknown("growth", "bytes/commit", Direction.NEITHER)),
        List.of(
            Verdict.pass("unique Trinity IDs", "1234 IDs, each once"),
            Verdict.fail("nothing lost", "1 of 1234 commits: \"größer\""),
            Verdict.undecided("growth", "3 batches, expected at least 5")),
        List.of(new ErrorCount("commit", "53300", 50, "53300: sorry, too many clients already")),
        List.of("no pg_stat_statements"));
  }

  private static String golden() throws IOException {
    try (var in = RunResultTest.class.getResourceAsStream("run.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
