package pggit.load.simulations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pggit.load.measure.JsonFile;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.report.GatlingNumbers;
import pggit.load.report.PageNumbers;
import pggit.load.verdict.Finding;
import pggit.load.verdict.Findings;

/** A pgGit with a defect makes the matching verdict fail and the build red. */
@Tag("slow")
@Tag("alone")
class BrokenPgGitIT {

  /** Users enough to meet each defect, and soon over. */
  private static final Map<String, String> SMALL =
      Map.of(
          "concurrent.levels", "10,40",
          "concurrent.sustained.users", "20",
          "concurrent.sustained.duration", "2s");

  /** Each commit goes to the reference extension, and every n-th answer is spoiled. */
  private static final String SPOILED =
      """

      ALTER FUNCTION pggit.commit_changes(text, text, text) RENAME TO commit_truly;
      CREATE SEQUENCE pggit.spoiled;
      GRANT USAGE ON SEQUENCE pggit.spoiled TO PUBLIC;
      CREATE FUNCTION pggit.commit_changes(commit_name text, branch_name text, message text)
      RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pggit, pg_catalog AS $$
      DECLARE
        n bigint := nextval('pggit.spoiled');
      BEGIN
        IF %s THEN
          %s
        END IF;
        RETURN pggit.commit_truly(commit_name, branch_name, message);
      END $$;
      """;

  @TempDir Path directory;

  static Stream<Arguments> defects() {
    return Stream.of(
        Arguments.of(
            "n % 20 = 19",
            "PERFORM pggit.commit_truly(commit_name, branch_name, message);"
                + " RETURN (SELECT min(c.trinity_id) FROM pggit.commits c);",
            "unique Trinity IDs"),
        Arguments.of("n % 40 = 39", "RETURN 'lost-' || n;", "nothing lost"),
        Arguments.of("n % 10 < 3", "RAISE EXCEPTION 'not today';", "success rate"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("defects")
  void failsTheMatchingVerdictAndTheBuild(String when, String then, String verdict)
      throws IOException {
    var spoiled = with(SPOILED.formatted(when, then));

    var run = GatlingProcess.reported(ConcurrentCommitSimulation.class, directory, spoiled);

    assertThat(run.exitCode()).as(run.output()).isNotZero();
    assertThat(run.result().verdicts())
        .as(run.output())
        .filteredOn(v -> v.outcome() == Outcome.FAIL)
        .extracting(Verdict::name)
        .contains(verdict);
    assertThat(run.output())
        .contains("FAIL      " + verdict)
        .contains("verdicts / all verdicts: count of successful events is 1.0 : false")
        .contains(
            "verdicts / success rate: count of failed events is 0.0 : "
                + !verdict.equals("success rate"));
    // whatever Gatling says stands before the result of the whole command
    assertThat(run.output().substring(run.output().indexOf("\n1 simulation run")))
        .contains("1 failed", "what does not hold", verdict, "index.html")
        .doesNotContain("count of");
    assertThat(
            JsonFile.read(
                    directory.resolve("results").resolve(Findings.NAME),
                    Findings.class,
                    Findings.SCHEMA)
                .findings())
        .extracting(Finding::name)
        .contains(verdict);
    PageNumbers.agree(run.directory());
    GatlingNumbers.agree(run.directory());
  }

  @Test
  void passesTheSameExtensionUnspoiledInFewWords() throws IOException {
    var brief = with("");
    brief.put("console", "brief");

    var run = GatlingProcess.run(ConcurrentCommitSimulation.class, directory, brief);

    assertThat(run.exitCode()).as(run.output()).isZero();
    var verdicts = run.result().verdicts();
    assertThat(verdicts).allMatch(v -> v.outcome() == Outcome.PASS);
    assertThat(run.output().lines().takeWhile(line -> !line.startsWith("1 simulation run")))
        .hasSizeLessThanOrEqualTo(15);
    assertThat(run.output()).contains("\nNo finding.\n");
    assertThat(run.output())
        .startsWith("ConcurrentCommitSimulation, profile smoke: about 12 s")
        .contains("  %d pass".formatted(verdicts.size()));
  }

  /** What a pgGit refuses to ordinary roles says nothing about slots, pools and limits of roles. */
  @Test
  void limitsAreShownByAnOrdinaryRoleAlsoIfOnlySuperusersMayCommit() throws IOException {
    var settings =
        with(
            "REVOKE EXECUTE ON FUNCTION pggit.commit_changes(text, text, text) FROM PUBLIC;"
                + SPOILED.formatted(
                    "NOT (SELECT rolsuper FROM pg_roles WHERE rolname = session_user)",
                    "RAISE EXCEPTION 'superusers only' USING ERRCODE = '42501';"));

    var run = GatlingProcess.run(ServerLimitSimulation.class, directory, settings);

    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(run.result().notes())
        .anyMatch(note -> note.contains("42501") && note.contains("runs as superuser"));
    assertThat(run.result().verdicts())
        .filteredOn(v -> v.outcome() != Outcome.PASS)
        .extracting(Verdict::name)
        .contains("commits inside")
        .doesNotContain("server limit", "reserved for superusers", "limit of the role");
  }

  @Test
  void badSettingEndsTheRunBeforeAnyLoadInOneMessage() {
    var run =
        GatlingProcess.run(RapidCommitSimulation.class, directory, Map.of("rapid.second", "many"));

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.output())
        .contains("pggit.rapid.second = \"many\" (from -Dpggit.rapid.second)")
        .doesNotContain("\tat ");
  }

  @Test
  void whatAProfileDoesNotIncludeSaysSoInOneLineAndStartsNothing() {
    var run = GatlingProcess.run(SoakSimulation.class, directory, Map.of());

    assertThat(run.exitCode()).isZero();
    assertThat(run.output().lines())
        .containsExactly(
            "SoakSimulation is not part of smoke; -Dpggit.profile=load or stress brings it in, or"
                + " -Dpggit.soak.duration=10min");
    assertThat(directory.resolve("results")).doesNotExist();
  }

  private HashMap<String, String> with(String patch) throws IOException {
    var settings = new HashMap<>(SMALL);
    settings.put("source", PatchedReference.in(directory, patch));
    return settings;
  }
}
