package pggit.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.measure.Invocation;
import pggit.load.measure.RunResult;
import pggit.load.measure.Severity;
import pggit.load.measure.Whose;
import pggit.load.verdict.Finding;
import pggit.load.verdict.Findings;

class FindingsCommandTest {

  private final StringWriter said = new StringWriter();

  @TempDir Path directory;

  @Test
  void tellsWhatIsNewWhatIsThereStillAndWhatIsGone() throws IOException {
    var now = runs("now", finding("lost", Severity.LOSS), finding("dear", Severity.COST));
    var before = runs("before", finding("slow", Severity.LOAD), finding("dear", Severity.COST));

    assertThat(findings(now.toString(), "--before", before.toString())).isZero();

    assertThat(said.toString().lines())
        .containsExactly(
            "## pgGit: 2 findings, 1 of them new; 1 gone",
            "",
            "- **new**: lost or altered data: `lost` (`RapidCommitSimulation`, 3 of 50)  ",
            "  `one is missing: @nobody <b>`",
            "- unchanged: costs: `dear` (`RapidCommitSimulation`, 3 of 50)  ",
            "  `one is missing: @nobody <b>`",
            "",
            "Gone:",
            "",
            "- grows or collapses: `slow` (`RapidCommitSimulation`, 3 of 50)",
            "",
            "Compared with the findings of an earlier run.");
    assertThat(now.resolve("findings.md")).content().isEqualTo(said.toString());
  }

  /** A finding that has become graver is another one. */
  @Test
  void nameAndSeverityTellFindingsApart() throws IOException {
    var now = runs("now", finding("lost", Severity.LOSS));
    var before = runs("before", finding("lost", Severity.HYGIENE));

    findings(now.toString(), "--before", before.toString());

    assertThat(said.toString())
        .contains("## pgGit: 1 finding, 1 of them new; 1 gone")
        .contains("- **new**: lost or altered data: `lost`")
        .contains("Gone:\n\n- hygiene: `lost`");
  }

  @Test
  void withoutEarlierFindingsNothingIsCalledNew() throws IOException {
    var now = runs("now", finding("lost", Severity.LOSS));
    var older = Files.createDirectories(directory.resolve("older version"));
    Files.writeString(older.resolve(Findings.NAME), "{\"schema\": 0}");

    for (var before : List.of(directory.resolve("none"), older)) {
      assertThat(findings(now.toString(), "--before", before.toString())).isZero();
    }
    assertThat(findings(now.toString())).isZero();

    assertThat(said.toString().lines())
        .doesNotContain("**new**")
        .noneMatch(line -> line.contains("**new**") || line.startsWith("- unchanged"))
        .filteredOn("There is no earlier run to compare with: what is new is not known."::equals)
        .hasSize(3);
  }

  /** It may be there still. */
  @Test
  void whatNobodyLookedForIsNotGone() throws IOException {
    var now = Files.createDirectories(directory.resolve("now"));
    Findings.write(now, new Findings(Findings.SCHEMA, List.of()));
    var before = runs("before", finding("slow", Severity.LOAD));

    findings(now.toString(), "--before", before.toString());

    assertThat(said.toString())
        .startsWith("## pgGit: no finding\n")
        .contains("Not looked for, since their simulation did not run:\n\n- grows or collapses")
        .doesNotContain("one");
  }

  @Test
  void aDirectoryWithoutFindingsIsWrongUse() {
    assertThat(findings(directory.toString())).isEqualTo(64);
    assertThat(said.toString()).contains("holds no findings.json: run mvn gatling:test first");
  }

  @Test
  void fitsIntoACommentHoweverManyThereAre() throws IOException {
    var many =
        Stream.iterate(0, i -> i + 1)
            .limit(500)
            .map(i -> finding("`|".repeat(300) + i, Severity.COST))
            .toArray(Finding[]::new);

    findings(runs("now", many).toString(), "--before", runs("before").toString());

    assertThat(said.toString()).contains("- and 470 more").hasSizeLessThan(40_000);
  }

  private int findings(String... arguments) {
    var out = new PrintWriter(said);
    return Main.commandLine()
        .setOut(out)
        .setErr(out)
        .execute(Stream.concat(Stream.of("findings"), Stream.of(arguments)).toArray(String[]::new));
  }

  private Path runs(String name, Finding... findings) throws IOException {
    var results = directory.resolve(name);
    var run = Files.createDirectories(results.resolve("RapidCommitSimulation-20260101-120000"));
    RunResult.write(
        run,
        new RunResult(
            RunResult.SCHEMA,
            "RapidCommitSimulation",
            "smoke",
            Instant.EPOCH,
            Duration.ofSeconds(1),
            Invocation.UNKNOWN,
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of()));
    Findings.write(results, new Findings(Findings.SCHEMA, List.of(findings)));
    return results;
  }

  private static Finding finding(String name, Severity severity) {
    return new Finding(
        name,
        severity,
        Whose.PGGIT,
        "RapidCommitSimulation",
        "RapidCommitSimulation-20260101-120000",
        "one is missing:\n@nobody <b>",
        new Finding.Often(3, 50, null),
        null,
        null,
        null,
        "mvn gatling:test",
        List.of());
  }
}
