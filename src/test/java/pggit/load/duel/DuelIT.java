package pggit.load.duel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pggit.load.check.Mutant;
import pggit.load.gate.GateResult;
import pggit.load.gate.Limits;
import pggit.load.gate.Metric;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.SetupException;
import pggit.load.target.PgGitSource;

/** The reference extension against itself and against worse ones, on a real server. */
@Tag("slow")
class DuelIT {
  /** Times are let be: how noisy the machine is that this runs on nobody knows. */
  private static final Limits COSTS = new Limits(9, 0.02);

  private static EmbeddedServer server;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    server = EmbeddedServer.start(Duel.server());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theReferencePassesAgainstItself() {
    GateResult result = run(PgGitSource.reference(), COSTS);

    assertThat(result.verdict()).as("%s", result.reasons()).isEqualTo("pass");
    assertThat(result.comparisons())
        .extracting(GateResult.Compared::metric)
        .containsExactlyInAnyOrder(
            DuelMetrics.ALL.stream()
                .map(Metric::name)
                .filter(
                    name ->
                        !name.startsWith("CPU")
                            || Files.isReadable(Path.of("/proc/self/schedstat")))
                .toArray(String[]::new));
    assertThat(result.facts()).containsEntry("seed", "42").containsKey("cpu");
    assertThat(result.pairs()).allSatisfy(m -> assertThat(m.baseline()).hasSizeGreaterThan(13));
  }

  @ParameterizedTest
  @CsvSource({"one more WAL record,WAL records per commit", "one more index,pages per commit"})
  void findsOneMoreOfSomething(String variant, String metric) {
    Variant.ALL.stream().filter(v -> v.name().equals(variant)).forEach(v -> v.write(directory, 0));

    GateResult result = run(PgGitSource.of(List.of(directory)), COSTS);

    assertThat(result.verdict()).as("%s", result.reasons()).isEqualTo("regression");
    assertThat(regressions(result)).contains(metric);
    assertThat(result.took()).isLessThan(Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @CsvSource({
    "reads-history,pages per commit",
    "copies-history,WAL per commit",
    "commit-copies-tables,WAL per commit",
    "create-reads-all-tables,pages per DDL",
    "one-lock-for-all,statements per commit"
  })
  void findsAPgGitMadeWorse(String mutant, String metric) throws IOException {
    GateResult result = run(mutant(mutant), COSTS);

    assertThat(result.verdict()).as("%s", result.reasons()).isEqualTo("regression");
    assertThat(regressions(result)).as("%s", result.reasons()).contains(metric);
  }

  @Test
  void aCandidateThatFailsNowAndThenIsUndecidedAndSaysSo() throws IOException {
    GateResult result = run(mutant("every-40th-fails"), COSTS);

    assertThat(result.verdict()).isEqualTo("undecided");
    assertThat(result.reasons().get(0)).startsWith("the candidate: ").contains("failed");
  }

  @Test
  void aCandidateThatFailsEveryCommitIsRefused() throws IOException {
    PgGitSource broken =
        patched(
            "CREATE OR REPLACE FUNCTION pggit.commit_changes(commit_name text, branch_name text,"
                + " message text) RETURNS text LANGUAGE sql AS 'SELECT (1 / 0)::text'");

    assertThatThrownBy(() -> run(broken, COSTS))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("the candidate fails every commit")
        .hasMessageContaining("22012");
  }

  @Test
  void aCandidateThatCannotBeInstalledIsRefused() throws IOException {
    PgGitSource broken = patched("SELECT nothing_of_that_name()");

    assertThatThrownBy(() -> run(broken, COSTS))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("the candidate (")
        .hasMessageContaining("42883");
  }

  private static List<String> regressions(GateResult result) {
    return result.comparisons().stream()
        .filter(c -> c.verdict().equals("regression"))
        .map(GateResult.Compared::metric)
        .toList();
  }

  private static GateResult run(PgGitSource candidate, Limits limits) {
    return Duel.run(
        server,
        PgGitSource.reference(),
        candidate,
        new DuelPlan(limits, Duration.ofSeconds(90), Duration.ofSeconds(30), 4, 42),
        (pairs, rulings, left) -> {});
  }

  private PgGitSource mutant(String name) throws IOException {
    return patched(
        Mutant.all().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow().sql());
  }

  /** The reference extension with SQL run after it. */
  private PgGitSource patched(String sql) throws IOException {
    var reference =
        Path.of(Objects.requireNonNull(getClass().getResource("/pggit/pggit.control")).getPath());
    return PgGitSource.of(
        List.of(
            reference.getParent(), Files.writeString(directory.resolve("patch.sql"), sql, UTF_8)));
  }
}
