package pggit.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.gate.GateResult;
import pggit.load.measure.Cause;
import pggit.load.measure.Invocation;
import pggit.load.measure.RunResult;
import pggit.load.measure.Runs;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;

class FindingsCommandTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Invocation COMMAND = new Invocation("17", NOON, Map.of());

  private final StringWriter said = new StringWriter();

  @TempDir Path directory;

  private int runs;
  private Map<String, String> pgGit = Map.of();

  private Path now;
  private Path before;

  @BeforeEach
  void directories() {
    now = directory.resolve("now");
    before = directory.resolve("before");
  }

  @Test
  void tellsWhatIsNewWhatIsThereStillAndWhatIsGone() {
    run(now, "A", failed("lost", Severity.LOSS), failed("dear", Severity.COST), passed("slow"));
    run(before, "A", passed("lost"), failed("dear", Severity.COST), failed("slow", Severity.LOAD));

    assertThat(compared().lines())
        .containsExactly(
            "## pgGit: 2 findings, 1 of them new; 1 gone",
            "",
            "- **new**: lost or altered data: `lost` (`A`, 3 of 50)  ",
            "  `one is missing: @nobody <b>`",
            "- unchanged: costs: `dear` (`A`, 3 of 50)  ",
            "  `one is missing: @nobody <b>`",
            "",
            "Gone:",
            "",
            "- grows or collapses: `slow` (`A`, 3 of 50)",
            "",
            "Compared with the findings of an earlier run.");
    assertThat(now.resolve("findings.md")).content().isEqualTo(said.toString());
  }

  @Test
  void saysWhichPgGitTheEarlierRunWasOfIfItWasAnotherOne() {
    pgGit = Map.of("source", "`my` pgGit", "fingerprint", "aaaa0001");
    run(before, "A", failed("slow", Severity.LOAD));
    run(before, "B", passed("lost"));
    pgGit = Map.of("source", "`my` pgGit", "fingerprint", "aaaa0002");
    run(now, "A", passed("slow"));
    run(now, "B", passed("lost"));

    assertThat(compared())
        .contains("Gone:\n\n- grows or collapses: `slow`")
        .endsWith(
            "\nCompared with the findings of an earlier run, of another pgGit:"
                + " `` `my` pgGit, fingerprint aaaa0001 ``\n");
  }

  @Test
  void whatIsUndecidedNowIsNotGone() {
    run(now, "A", Verdict.undecided("slow", "nobody came"));
    run(before, "A", failed("slow", Severity.LOAD));

    assertThat(compared())
        .startsWith("## pgGit: no finding\n")
        .contains(
            "Not known whether gone, since it is undecided now, or its simulation did not run:")
        .contains("- grows or collapses: `slow`")
        .doesNotContain("Gone:");
  }

  @Test
  void whatFollowsFromAnotherNowIsNotGone() {
    run(now, "A", failed("lost", Severity.LOSS), following("slow", "lost"));
    run(before, "A", passed("lost"), failed("slow", Severity.LOAD));

    assertThat(compared())
        .startsWith("## pgGit: 1 finding, 1 of them new\n")
        .contains("1 consequence")
        .doesNotContain("Gone:", "Not known");
  }

  @Test
  void whatHasAGraverConsequenceNowIsNeitherNewNorGone() {
    run(now, "A", failed("slow", Severity.LOAD), following("lost", "slow").as(Severity.LOSS));
    run(before, "A", failed("slow", Severity.LOAD));

    assertThat(compared())
        .startsWith("## pgGit: 1 finding\n")
        .contains("- unchanged: lost or altered data: `slow`")
        .doesNotContain("Gone:", "Not known");
  }

  @Test
  void whatNobodyLookedForBeforeIsNotNewAndWhatNobodyLooksForNowIsNotGone() {
    run(now, "A", failed("lost", Severity.LOSS));
    run(before, "B", failed("slow", Severity.LOAD), passed("lost"));

    assertThat(compared())
        .startsWith("## pgGit: 1 finding\n")
        .contains("- not known whether new: lost or altered data: `lost`")
        .contains("did not run:\n\n- grows or collapses: `slow`")
        .doesNotContain("Gone:");
  }

  @Test
  void whatOneOfTwoSimulationsFindsStillIsThereStill() {
    run(now, "A", passed("lost"));
    run(now, "B", failed("lost", Severity.LOSS));
    run(before, "A", failed("lost", Severity.LOSS));
    run(before, "B", failed("lost", Severity.LOSS));

    assertThat(compared())
        .startsWith("## pgGit: 1 finding\n")
        .contains("- unchanged: lost or altered data: `lost` (`B`")
        .doesNotContain("Gone:", "Not known");
  }

  /** It may be there still. */
  @Test
  void whatOnlyAnOlderCommandLookedForIsNotKnown() {
    run(now, "B", new Invocation("16", NOON, Map.of()), passed("slow"));
    run(now, "A", passed("lost"));
    run(before, "B", failed("slow", Severity.LOAD));

    assertThat(compared())
        .contains("did not run:\n\n- grows or collapses: `slow`")
        .doesNotContain("Gone:");
  }

  @Test
  void aRunThatCannotBeReadIsLeftOut() throws IOException {
    run(now, "A", failed("lost", Severity.LOSS));
    file(now.resolve("B-20990101-120000/run.json"), "{");
    file(now.resolve("C-20990101-120000/run.json"), "{\"schema\": 1}");
    file(now.resolve("D-20990101-120000").resolve(GateResult.NAME), "{}");

    assertThat(compared()).startsWith("## pgGit: 1 finding\n");
  }

  @Test
  void withoutEarlierRunsNothingIsCalledNew() throws IOException {
    run(now, "A", failed("lost", Severity.LOSS));
    var older = directory.resolve("older version");
    file(older.resolve("A-20260101-120000/run.json"), "{\"schema\": 0}");

    for (var before : List.of(directory.resolve("none"), older)) {
      assertThat(findings(now.toString(), "--before", before.toString())).isZero();
    }
    assertThat(findings(now.toString())).isZero();

    assertThat(said.toString().lines())
        .noneMatch(line -> line.matches(".*(\\*\\*new|unchanged|not known whether).*"))
        .filteredOn("There is no earlier run to compare with: what is new is not known."::equals)
        .hasSize(3);
  }

  @Test
  void aDirectoryWithoutRunsIsWrongUse() {
    assertThat(findings(directory.toString())).isEqualTo(64);
    assertThat(said.toString())
        .contains("holds no run that can be read: run mvn gatling:test first");
  }

  @Test
  void whatTheServerSaidIsNoMarkup() {
    run(now, "A", failed("slow", Severity.LOAD).waiting("@nobody: www.example.org"));

    assertThat(compared()).contains("waits for `@nobody: www.example.org`");
  }

  @Test
  void fitsIntoACommentHoweverManyThereAre() {
    run(
        now,
        "A",
        Stream.iterate(0, i -> i + 1)
            .limit(500)
            .map(i -> failed("`|".repeat(300) + i, Severity.COST))
            .toArray(Verdict[]::new));

    assertThat(compared()).contains("- and 470 more").hasSizeLessThan(40_000);
  }

  private String compared() {
    assertThat(findings(now.toString(), "--before", before.toString())).isZero();
    return said.toString();
  }

  private int findings(String... arguments) {
    var out = new PrintWriter(said);
    return Main.commandLine()
        .setOut(out)
        .setErr(out)
        .execute(Stream.concat(Stream.of("findings"), Stream.of(arguments)).toArray(String[]::new));
  }

  private void run(Path results, String simulation, Verdict... verdicts) {
    run(results, simulation, COMMAND, verdicts);
  }

  /** Each is a second after the one before. */
  private void run(Path results, String simulation, Invocation by, Verdict... verdicts) {
    RunResult.write(
        results.resolve("%s-20260301-1200%02d".formatted(simulation, ++runs)),
        Runs.of(pgGit, simulation, NOON.plusSeconds(runs), by, List.of(), verdicts));
  }

  private static void file(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static Verdict failed(String name, Severity severity) {
    return Verdict.fail(name, "one is missing:\n@nobody <b>").as(severity).often(3, 50);
  }

  private static Verdict following(String name, String root) {
    return failed(name, Severity.LOAD).because(Cause.errors(List.of()).following(root));
  }

  private static Verdict passed(String name) {
    return Verdict.pass(name, "");
  }
}
