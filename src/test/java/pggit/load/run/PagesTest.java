package pggit.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.measure.Invocation;
import pggit.load.measure.RunResult;
import pggit.load.settings.Settings;

class PagesTest {
  @TempDir Path results;

  @Test
  void aRunLeavesItsOwnPageAndThatOfAllRuns() throws IOException {
    Path run = run(Map.of());

    assertThat(Pages.make(run)).contains(run.resolve("index.html"));
    assertThat(Files.readString(results.resolve("index.html"))).contains("href=\"run/index.html\"");
  }

  @Test
  void noPasswordReachesAPage() throws IOException {
    var settings =
        Settings.of(
            ConfigFactory.parseResources("gatling.conf"),
            Map.of(
                "pggit.url",
                "jdbc:postgresql://host/db?user=me&password=s3cretOfUrl",
                "pggit.password",
                "s3cretOfUser"),
            Map.of());

    Pages.make(run(settings.redacted()));

    for (var page : List.of(results.resolve("run/index.html"), results.resolve("index.html"))) {
      assertThat(Files.readString(page).contains("s3cret")).isFalse();
    }
    assertThat(Files.readString(results.resolve("run/index.html")).contains("jdbc:postgresql://"))
        .as("the setting itself is shown")
        .isTrue();
  }

  @Test
  void aPageThatCannotBeMadeIsNoFailureOfTheRun() throws IOException {
    Path run = Files.createDirectories(results.resolve("run"));
    Files.writeString(run.resolve("run.json"), "no JSON");

    assertThat(Pages.make(run)).isEmpty();
  }

  private Path run(Map<String, String> settings) {
    Path directory = results.resolve("run");
    RunResult.write(
        directory,
        new RunResult(
            RunResult.SCHEMA,
            "RapidCommitSimulation",
            "smoke",
            Instant.parse("2026-03-01T12:30:05Z"),
            Duration.ofSeconds(3),
            Invocation.UNKNOWN,
            settings,
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of()));
    return directory;
  }
}
