package pggit.load.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

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
import pggit.load.pggit.OnError;
import pggit.load.pggit.PgGitSource;
import pggit.load.server.EmbeddedServer;
import pggit.load.server.SetupException;

/** The reference extension against itself and against worse ones, on a real server. */
@Tag("slow")
@Tag("alone")
class DuelIT {
  /** Times are let be: how noisy the machine is that this runs on nobody knows. */
  private static final Limits COSTS = new Limits(9, 9, 0.02);

  private static EmbeddedServer server;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    server = EmbeddedServer.start(Duel.server(4));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theReferencePassesAgainstItself() {
    GateResult result = run(PgGitSource.reference(), COSTS);

    assertThat(result.verdict()).as("%s", result.reasons()).isEqualTo(Ruling.PASS);
    assertThat(result.comparisons())
        .extracting(MetricRuling::metric)
        .containsExactlyInAnyOrder(
            Metric.SIDE_BY_SIDE.stream()
                .map(Metric::name)
                .filter(
                    name ->
                        !name.startsWith("CPU")
                            || Files.isReadable(Path.of("/proc/self/schedstat")))
                .toArray(String[]::new));
    assertThat(result.facts()).containsEntry("seed", "42").containsKey("cpu");
    assertThat(result.pairs()).allSatisfy(m -> assertThat(m.baseline()).hasSizeGreaterThan(13));
    assertThat(result.blame()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "one more WAL record,WAL records per commit,pg_logical_emit_message",
    "one more index,pages per commit,INSERT INTO pggit.recorded_commits",
    "a message stored and indexed twice,pages per commit,INSERT INTO pggit.recorded_commits",
    "'a plan gone wrong at 10,000 commits',pages per commit,WHERE c.message"
  })
  void findsOneMoreOfSomething(String variant, String metric, String statement) {
    Variant.named(variant).write(directory, 0);

    GateResult result = run(PgGitSource.of(List.of(directory)), COSTS);

    assertThat(result.verdict()).as("%s", result.reasons()).isEqualTo(Ruling.REGRESSION);
    assertThat(regressions(result)).contains(metric);
    assertThat(Integer.parseInt(result.facts().get("looks"))).isLessThanOrEqualTo(3);
    assertThat(result.blame())
        .singleElement()
        .satisfies(
            blame ->
                assertThat(blame.suspects())
                    .singleElement()
                    .satisfies(
                        one -> assertThat(one.statement().orElseThrow()).contains(statement)));
  }

  /**
   * Eleven times as long, where a new session may take twice as long: no noise of a machine does
   * so.
   */
  @Test
  void findsASlowerBeginningOfASession() {
    assumeThat(Files.isReadable(Path.of("/proc/self/schedstat"))).as("CPU times").isTrue();
    Variant slower = Variant.named("the first 100 commits of a session take half as long again");
    slower.write(directory, Calibration.of(server).turns(new Variant.Share(10, true)));

    GateResult result = run(PgGitSource.of(List.of(directory)), new Limits(1, 9, 0.02));

    assertThat(result.verdict()).as("%s", result.reasons()).isEqualTo(Ruling.REGRESSION);
    assertThat(regressions(result)).contains(Metric.FIRST.name());
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

    assertThat(result.verdict()).as("%s", result.reasons()).isEqualTo(Ruling.REGRESSION);
    assertThat(regressions(result)).as("%s", result.reasons()).contains(metric);
  }

  /** Beside those that are there: one that works alone, four users, one that weighs. */
  @Test
  void aCandidateThatRefusesOneMoreSessionIsMeasuredWithoutNewOnes() throws IOException {
    GateResult result =
        run(
            patched(
                """
                CREATE FUNCTION pggit.refuse_login() RETURNS event_trigger LANGUAGE plpgsql AS $$
                BEGIN
                  IF (SELECT count(*) FROM pg_stat_activity
                      WHERE datname = current_database() AND backend_type = 'client backend') > 6 THEN
                    RAISE EXCEPTION 'six are enough';
                  END IF;
                END $$;
                CREATE EVENT TRIGGER refuse_login ON login EXECUTE FUNCTION pggit.refuse_login();"""),
            COSTS);

    assertThat(result.verdict()).as("%s", result.reasons()).isEqualTo(Ruling.PASS);
    assertThat(result.leftOut())
        .anyMatch(what -> what.startsWith("the candidate refused a new session: "))
        .anyMatch(what -> what.contains("not measured on both sides: " + Metric.FIRST.name()));
  }

  @Test
  void aCandidateThatFailsNowAndThenIsARegression() throws IOException {
    GateResult result = inShortSessions(failing("< 0"), failing("% 40 = 0"));

    assertThat(result.verdict()).as("%s", result.reasons()).isEqualTo(Ruling.REGRESSION);
    assertThat(result.reasons().get(0))
        .startsWith("regression: commits that fail: the candidate fails more often");
  }

  /** As in released versions: a sequence that is behind, and moves on as the first commit fails. */
  @Test
  void whatFailsOnBothSidesAlikeIsLeftOutAndTheRestIsMeasured() throws IOException {
    PgGitSource first = patched(failing("= 1") + NO_TABLES);

    GateResult result = run(first, first, COSTS);

    assertThat(result.verdict()).as("%s", result.reasons()).isEqualTo(Ruling.PASS);
    assertThat(result.leftOut())
        .anyMatch(what -> what.startsWith("first commits of a branch that fail: both alike"))
        .anyMatch(what -> what.startsWith("DDL that fail: both alike"))
        .anyMatch(what -> what.contains("the baseline has no tables"))
        .anyMatch(what -> what.startsWith("not measured on both sides: DDL time"));
    assertThat(result.comparisons())
        .extracting(MetricRuling::metric)
        .contains("commit latency p50", "WAL per commit")
        .doesNotContain("DDL time", "pages per DDL");
    assertThat(result.facts().get("baseline statements")).matches("0 of [0-9]+ statements failed");
  }

  @Test
  void aFirstCommitThatFailsInTheCandidateAloneIsARegression() throws IOException {
    GateResult result = inShortSessions(failing("< 0"), failing("= 1"));

    assertThat(result.verdict()).as("%s", result.reasons()).isEqualTo(Ruling.REGRESSION);
    assertThat(result.reasons().get(0)).startsWith("regression: first commits of a branch");
    assertThat(result.failures()).singleElement().satisfies(DuelIT::allOfTheCandidatesAlone);
  }

  /** As v0.2.1: what weighs DDL is a function of ours, and no user's table. */
  @Test
  void aCandidateThatRefusesTheFunctionWhichWeighsIsNoRegression() throws IOException {
    GateResult result =
        run(
            patched(
                """
                CREATE FUNCTION pggit.refuse_function() RETURNS event_trigger LANGUAGE plpgsql AS $$
                BEGIN
                  IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE schema_name LIKE 'pg_temp%') THEN
                    RAISE EXCEPTION 'no functions here';
                  END IF;
                END $$;
                CREATE EVENT TRIGGER refuse_function ON ddl_command_end WHEN TAG IN ('CREATE FUNCTION')
                  EXECUTE FUNCTION pggit.refuse_function();"""),
            COSTS);

    assertThat(result.verdict()).as("%s", result.reasons()).isEqualTo(Ruling.PASS);
    assertThat(result.failures()).isEmpty();
    assertThat(result.leftOut())
        .anyMatch(
            what ->
                what.startsWith("the candidate has no pages and WAL per DDL")
                    && what.endsWith("no functions here"))
        .anyMatch(what -> what.contains("not measured on both sides: pages per DDL, WAL per DDL"));
  }

  private static void allOfTheCandidatesAlone(FailureRuling ruling) {
    assertThat(ruling.baseline().first()).isEmpty();
    assertThat(ruling.candidate().failed()).isEqualTo(ruling.candidate().asked());
  }

  @Test
  void aScriptThatGoesOnAfterErrorsIsInstalledOnBothSidesAndCounted() throws IOException {
    PgGitSource withErrors = patched("SELECT nothing_of_that_name()");

    GateResult result = run(withErrors, withErrors, COSTS);

    assertThat(result.verdict()).as("%s", result.reasons()).isEqualTo(Ruling.PASS);
    assertThat(result.facts().get("candidate statements")).startsWith("1 of ");
    assertThat(GateWords.console(result))
        .anyMatch(line -> line.startsWith("  baseline  ") && line.contains("statements failed"));
  }

  private static final String NO_TABLES =
      """
      CREATE FUNCTION pggit.refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'no tables here'; END $$;
      CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('CREATE TABLE')
        EXECUTE FUNCTION pggit.refuse();
      """;

  /**
   * Commits that fail by their number on a copy of the database; apart from that always the same.
   */
  private static String failing(String when) {
    return """
        CREATE SEQUENCE pggit.commits_so_far;
        ALTER FUNCTION pggit.commit_changes(text, text, text) RENAME TO original;
        CREATE FUNCTION pggit.commit_changes(commit_name text, branch_name text, message text)
        RETURNS text LANGUAGE plpgsql AS $$
        BEGIN
          IF nextval('pggit.commits_so_far') %s THEN RAISE unique_violation; END IF;
          RETURN pggit.original(commit_name, branch_name, message);
        END $$;
        """
        .formatted(when);
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

    assertThatThrownBy(() -> run(PgGitSource.reference(), broken, COSTS, OnError.STOP, 10))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("the candidate (")
        .hasMessageContaining("42883")
        .hasMessageContaining("-Dpggit.source.on-error=continue");
  }

  private static List<String> regressions(GateResult result) {
    return result.comparisons().stream()
        .filter(c -> c.verdict() == Ruling.REGRESSION)
        .map(MetricRuling::metric)
        .toList();
  }

  private static GateResult run(PgGitSource candidate, Limits limits) {
    return run(PgGitSource.reference(), candidate, limits);
  }

  private static GateResult run(PgGitSource baseline, PgGitSource candidate, Limits limits) {
    return run(baseline, candidate, limits, OnError.CONTINUE, 10);
  }

  private static GateResult run(
      PgGitSource baseline, PgGitSource candidate, Limits limits, OnError onError, int session) {
    return Duel.run(
        server,
        baseline,
        candidate,
        new DuelPlan(
            limits, Duration.ofSeconds(90), Duration.ofSeconds(30), 4, 42, onError, session),
        (pairs, rulings, left) -> {});
  }

  /** Of failures it takes seven sessions to tell, but few pairs of each. */
  private GateResult inShortSessions(String baseline, String candidate) throws IOException {
    return run(patched(baseline), patched(candidate), COSTS, OnError.CONTINUE, 3);
  }

  private PgGitSource mutant(String name) throws IOException {
    return patched(
        Mutant.all().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow().sql());
  }

  /** The reference extension with SQL run after it. */
  private PgGitSource patched(String sql) throws IOException {
    var reference =
        Path.of(Objects.requireNonNull(getClass().getResource("/pggit/pggit.control")).getPath());
    Path patch = Files.createTempFile(directory, "patch", ".sql");
    return PgGitSource.of(List.of(reference.getParent(), Files.writeString(patch, sql, UTF_8)));
  }
}
