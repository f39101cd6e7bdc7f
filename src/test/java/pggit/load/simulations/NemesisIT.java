package pggit.load.simulations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.measure.Aftermath;
import pggit.load.measure.EventLog;
import pggit.load.measure.Outcome;
import pggit.load.measure.RecoveryLog;
import pggit.load.measure.Verdict;
import pggit.load.server.PostgresExtension;

/** What the nemesis finds, and what it says where it may do nothing. */
@Tag("chaos")
@Tag("slow")
@Tag("alone")
class NemesisIT {

  /** Its third step has a kill: fault 4. */
  private static final Map<String, String> SEVEN =
      Map.of("nemesis.seed", "7", "nemesis.length", "12s");

  /** One commit in ten thousand goes to a table that a crash empties. */
  private static final String LOSES_ONE_IN_TEN_THOUSAND =
      """

      CREATE UNLOGGED TABLE pggit.forgotten (LIKE pggit.recorded_commits);
      CREATE SEQUENCE pggit.spoiled;
      CREATE OR REPLACE VIEW pggit.commits AS
        SELECT c.trinity_id, c.number, c.branch, c.name, c.message, c.author, c.committed_at, c.tree_id,
               NULL::text COLLATE "C" AS parent
          FROM (SELECT * FROM pggit.recorded_commits UNION ALL SELECT * FROM pggit.forgotten) c;
      ALTER FUNCTION pggit.commit_changes(text, text, text) RENAME TO commit_truly;
      CREATE FUNCTION pggit.commit_changes(commit_name text, branch_name text, message text)
      RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pggit, pg_catalog AS $$
      DECLARE
        id text := pggit.commit_truly(commit_name, branch_name, message);
      BEGIN
        IF nextval('pggit.spoiled') % 10000 = 100 THEN
          WITH gone AS (DELETE FROM pggit.recorded_commits r WHERE r.trinity_id = id RETURNING r.*)
          INSERT INTO pggit.forgotten SELECT * FROM gone;
        END IF;
        RETURN id;
      END $$;
      """;

  /** What is read has one commit in fifty before others that were acknowledged earlier. */
  private static final String REORDERS =
      commitsWith("c.number - 40 * (c.number % 50 = 0)::int", "");

  /** One commit in fifty is not shown for a while, after it was. */
  private static final String FORGETS_FOR_A_WHILE =
      commitsWith(
          "c.number",
          "WHERE c.number % 50 <> 0 OR clock_timestamp() - c.committed_at NOT BETWEEN '100ms' AND '700ms'");

  private static String commitsWith(String number, String where) {
    return """

        CREATE OR REPLACE VIEW pggit.commits AS
          SELECT c.trinity_id, %s AS number, c.branch, c.name, c.message, c.author, c.committed_at, c.tree_id,
                 NULL::text COLLATE "C" AS parent
            FROM pggit.recorded_commits c %s;
        """
        .formatted(number, where);
  }

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  @TempDir Path directory;

  @Test
  @Tag("nightly")
  void findsThatOneCommitInTenThousandIsLostAfterAKillAndWhichFaultItTakes() throws IOException {
    var run = run(LOSES_ONE_IN_TEN_THOUSAND, SEVEN);

    assertThat(run.exitCode()).as(run.output()).isNotZero();
    assertThat(failed(run)).contains(Nemesis.LEDGER, "nothing lost").doesNotContain(Nemesis.AGAIN);
    assertThat(evidence(run, Nemesis.LEDGER))
        .startsWith("seed 7, after fault 3 pool closed and opened again and 4 backend killed: ")
        .contains("nothing lost: 1 of ");
    assertThat(run.result().notes())
        .anyMatch(
            note ->
                note.matches(
                    "shortened from \\d+ faults to 1: 4 backend killed; again with"
                        + " -Dpggit.nemesis.seed=7 -Dpggit.nemesis.faults=4 -Dpggit.nemesis.length=12s"));
  }

  /**
   * Of a few among many it would find nothing: whoever waits for the log has theirs written too.
   */
  @Test
  @Tag("nightly")
  void findsCommitsThatAreAcknowledgedBeforeTheyAreWritten() throws IOException {
    var run =
        run(
            PatchedReference.beforeCommit(
                "PERFORM pg_catalog.set_config('synchronous_commit', 'off', true)"),
            only(4));

    assertThat(failed(run)).contains(Nemesis.LEDGER, "nothing lost");
    assertThat(run.result().notes()).noneMatch(note -> note.startsWith("shortened"));
  }

  @Test
  void findsWhatIsReadInAnImpossibleOrder() throws IOException {
    var run = run(REORDERS, only(1));

    assertThat(failed(run)).contains(Nemesis.HISTORY).doesNotContain(Nemesis.LEDGER);
    assertThat(evidence(run, Nemesis.HISTORY))
        .contains("orders of commits that contradict each other", " before ");
  }

  @Test
  @Tag("nightly")
  void findsWhatIsNotReadForAWhile() throws IOException {
    var run = run(FORGETS_FOR_A_WHILE, only(1));

    assertThat(failed(run)).contains(Nemesis.HISTORY);
    assertThat(evidence(run, Nemesis.HISTORY))
        .containsPattern("later read does not show|begun later");
  }

  @Test
  void findsNothingInTheReferenceExtensionAndShowsWhatWasDoneWhen() throws IOException {
    var run = run("", SEVEN);

    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(failed(run)).isEmpty();
    assertThat(run.output())
        .contains("NemesisSimulation: seed 7, ", "1 statements may take 3 ms for 2,223 ms")
        .doesNotContain("left behind");
    assertThat(Files.readString(run.directory().resolve(EventLog.NAME)))
        .contains("fault,backend killed", "repair,history locked by an idle transaction: over");
    assertThat(run.result().metrics())
        .anyMatch(metric -> metric.name().startsWith("longest time without a commit, "));
    var seen = RecoveryLog.read(run.directory());
    assertThat(seen)
        .extracting(Aftermath::fault)
        .contains("3 pool closed and opened again and 4 backend killed")
        .hasSameSizeAs(Schedule.of(7, Duration.ofSeconds(12), Schedule.possible()).steps());
    assertThat(seen)
        .allSatisfy(s -> assertThat(s.first().orElseThrow()).isLessThanOrEqualTo(s.all().get()))
        .anySatisfy(s -> assertThat(s.failures()).containsKey("08006"));
    assertThat(run.directory().resolve("index.html")).content().contains("id=\"recovery\"");
  }

  @Test
  void neverHarmsAServerThatIsNotItsOwn() throws IOException {
    var settings = new HashMap<>(SEVEN);
    settings.put("url", postgres.database().jdbcUrl());
    settings.put("source", Path.of("src/main/resources/pggit").toAbsolutePath().toString());
    settings.put("password", postgres.database().login().password().reveal());

    var run = GatlingProcess.run(NemesisSimulation.class, directory, settings);

    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(run.outcomes(Nemesis.LEDGER)).containsExactly(Outcome.UNDECIDED);
    assertThat(run.directory().resolve(EventLog.NAME)).content().doesNotContain("fault");
  }

  @Test
  void aSeedThatIsNoNumberEndsTheRunBeforeAnyLoad() {
    var run =
        GatlingProcess.run(
            NemesisSimulation.class,
            directory,
            Map.of("nemesis.seed", "x", "nemesis.length", "9s"));
    var beyond = new HashMap<>(SEVEN);
    beyond.put("nemesis.faults", "1,99");
    var other = GatlingProcess.run(NemesisSimulation.class, directory.resolve("other"), beyond);

    assertThat(List.of(run.exitCode(), other.exitCode())).containsExactly(64, 64);
    assertThat(run.output()).contains("pggit.nemesis.seed = \"x\" (from -Dpggit.nemesis.seed)");
    assertThat(other.output()).contains("the schedule of seed 7 has no fault 99");
  }

  @Test
  void isNoPartOfSmoke() {
    var run = GatlingProcess.run(NemesisSimulation.class, directory, Map.of());

    assertThat(run.exitCode()).isZero();
    assertThat(run.output().lines())
        .containsExactly(
            "NemesisSimulation is not part of smoke; -Dpggit.profile=load or stress brings it in, or"
                + " -Dpggit.nemesis.length=1min");
  }

  private GatlingProcess run(String patch, Map<String, String> settings) throws IOException {
    var all = new HashMap<>(settings);
    all.put("source", PatchedReference.in(directory, patch));
    return GatlingProcess.run(NemesisSimulation.class, directory, all);
  }

  /** With one fault, so that nothing is shortened. */
  private static Map<String, String> only(int fault) {
    var settings = new HashMap<>(SEVEN);
    settings.put("nemesis.faults", Integer.toString(fault));
    return settings;
  }

  private static List<String> failed(GatlingProcess run) {
    return run.result().verdicts().stream()
        .filter(verdict -> verdict.outcome() == Outcome.FAIL)
        .map(Verdict::name)
        .toList();
  }

  private static String evidence(GatlingProcess run, String name) {
    return run.result().verdicts().stream()
        .filter(verdict -> verdict.name().equals(name))
        .findFirst()
        .map(Verdict::evidence)
        .orElseThrow();
  }
}
