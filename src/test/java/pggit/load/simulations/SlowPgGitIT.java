package pggit.load.simulations;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.verdict.KeptThroughput;

/**
 * A pgGit that gets slower as it grows, makes users wait, or breaks down under load gets the
 * matching verdict, in words.
 */
@Tag("slow")
class SlowPgGitIT {

  /** Something done before each commit of the reference extension. */
  private static final String BEFORE_COMMIT =
      """

      CREATE TABLE pggit.head AS SELECT 0 AS n;
      ALTER FUNCTION pggit.commit_changes(text, text, text) RENAME TO commit_truly;
      CREATE FUNCTION pggit.commit_changes(commit_name text, branch_name text, message text)
      RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pggit, pg_catalog AS $$
      BEGIN
        %s;
        RETURN pggit.commit_truly(commit_name, branch_name, message);
      END $$;
      """;

  /** For each column of the table at hand, a look at all columns of all tables. */
  private static final String SCANNING_TRIGGER =
      """

      CREATE FUNCTION pggit.scan() RETURNS event_trigger LANGUAGE plpgsql AS $$
      DECLARE
        one record;
      BEGIN
        FOR one IN SELECT a.attname FROM pg_event_trigger_ddl_commands() d
                     JOIN pg_attribute a ON a.attrelid = d.objid AND a.attnum > 0 LOOP
          PERFORM (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname <> one.attname)
             FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r';
        END LOOP;
      END $$;
      CREATE EVENT TRIGGER pggit_scan ON ddl_command_end
        WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE') EXECUTE FUNCTION pggit.scan();
      """;

  /** A row for each table, ten to a page; a new branch looks at all of them for each of them. */
  private static final String SCANNING_BRANCH =
      """

      CREATE TABLE pggit.objects (name text, definition text);
      CREATE FUNCTION pggit.track() RETURNS event_trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO pggit.objects
        SELECT object_identity, repeat('x', 700) FROM pg_event_trigger_ddl_commands();
      END $$;
      CREATE EVENT TRIGGER pggit_track ON ddl_command_end
        WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION pggit.track();
      CREATE FUNCTION pggit.create_branch(branch_name text) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        one record;
      BEGIN
        FOR one IN SELECT name FROM pggit.objects LOOP
          PERFORM count(*) FROM pggit.objects WHERE name <> one.name;
        END LOOP;
      END $$;
      """;

  /** All pages of the history, again and again: what a commit looks at besides is soon little. */
  private static final String HISTORY_SCAN =
      """
      FOR i IN 1..20 LOOP
          PERFORM count(*) FROM pggit.recorded_commits c WHERE c.message <> '';
        END LOOP""";

  /** One row for everybody, held for the longer the more wait for it. */
  private static final String SLOWER_THE_MORE_WAIT =
      """
      UPDATE pggit.head SET n = n + 1;
        PERFORM pg_sleep(0.001 * (SELECT count(*) FROM pg_locks WHERE NOT granted))""";

  /**
   * A commit takes 24 ms, so 8 users make some 300 in a second, and at twice that 16 are at work.
   * With more than 13 it is refused instead, and being refused takes longer. Users who give up
   * leave, and few are at work again; those who try again at once keep it busy with refusing them.
   */
  private static final String RETRY_STORM =
      """
      IF (SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND datname = current_database()) > 13 THEN
          PERFORM pg_sleep(0.04);
          RAISE EXCEPTION 'too many at work' USING ERRCODE = 'lock_not_available';
        END IF;
        PERFORM pg_sleep(0.024)""";

  @TempDir Path directory;

  static Stream<Arguments> defects() {
    return Stream.of(
        Arguments.of(
            BranchContentionSimulation.class,
            BEFORE_COMMIT.formatted("UPDATE pggit.head SET n = n + 1"),
            Map.of("contention.users", "20", "contention.rounds", "2"),
            "branches do not wait for each other",
            "Lock:"),
        Arguments.of(
            HistoryGrowthSimulation.class,
            BEFORE_COMMIT.formatted(HISTORY_SCAN),
            Map.of("history.batches", "12"),
            "degradation factor of commit with history",
            "commit work grows (at most )?linearly with history"),
        Arguments.of(
            SchemaGrowthSimulation.class,
            SCANNING_TRIGGER,
            Map.of("schema.tables", "100"),
            "degradation factor of ALTER TABLE with schema",
            "the total grows quadratically"),
        Arguments.of(
            SchemaGrowthSimulation.class,
            SCANNING_BRANCH,
            Map.of("schema.tables", "100", "schema.horizon", "150"),
            "growth of create_branch with schema",
            "create_branch work grows faster than linearly with schema"),
        Arguments.of(
            CapacitySimulation.class,
            BEFORE_COMMIT.formatted(RETRY_STORM),
            Map.of(
                "capacity.levels", "1,2,4,8",
                "capacity.step", "200ms",
                "capacity.turns.length", "100ms",
                "capacity.overload.pool", "80",
                "capacity.overload.hold", "5ms",
                "capacity.overload.leg", "1s",
                "capacity.overload.watch", "16s",
                "capacity.overload.users", "1000"),
            "recovery with retries",
            "metastable: (still not back|back .+, then down)"));
  }

  @ParameterizedTest(name = "{3}")
  @MethodSource("defects")
  void failsTheMatchingVerdictAndTheBuild(
      Class<? extends Simulation> simulation,
      String patch,
      Map<String, String> small,
      String verdict,
      String words)
      throws IOException {
    var settings = new HashMap<>(small);
    settings.put("source", extension(patch).toString());

    var run = decided(simulation, settings, verdict);

    assertThat(run.exitCode()).as(run.output()).isNotZero();
    assertThat(run.result().verdicts())
        .as(run.output())
        .filteredOn(v -> v.outcome() == Outcome.FAIL)
        .extracting(Verdict::name)
        .contains(verdict);
    assertThat(run.output()).containsPattern(words);
  }

  @Test
  void namesTheKneeOfALockOnOneRowForEverybodyAndFailsWhatIsBehindIt() throws IOException {
    var settings =
        Map.of(
            "source", extension(BEFORE_COMMIT.formatted(SLOWER_THE_MORE_WAIT)).toString(),
            "capacity.levels", "1,2,4,8,16,32",
            "capacity.step", "400ms",
            "capacity.overload.pool", "32",
            "capacity.overload.hold", "1ms",
            "capacity.overload.leg", "2s",
            "capacity.overload.watch", "1s",
            "capacity.overload.users", "1000");

    var run = decided(CapacitySimulation.class, settings, "graceful overload with retries");

    assertThat(outcomes(run, "graceful overload with retries")).containsExactly(Outcome.FAIL);
    // Users who give up let the row go now and then: too few windows may be left to be sure.
    assertThat(outcomes(run, "graceful overload without retries")).doesNotContain(Outcome.PASS);
    assertThat(outcomes(run, KeptThroughput.NAME)).containsExactly(Outcome.FAIL);
    assertThat(run.output())
        .containsPattern("with 32 users .+ of INSERTs that take as long without pgGit .+ Lock:");
    assertThat(run.output()).containsPattern("scalability: throughput peaks at [1-9][.\\d]* users");
  }

  /** Where a busy machine leaves the verdict undecided, a run cannot tell: then once more. */
  private GatlingProcess decided(
      Class<? extends Simulation> simulation, Map<String, String> settings, String verdict)
      throws IOException {
    var first =
        GatlingProcess.run(simulation, Files.createDirectory(directory.resolve("1")), settings);
    return outcomes(first, verdict).contains(Outcome.UNDECIDED)
        ? GatlingProcess.run(simulation, Files.createDirectory(directory.resolve("2")), settings)
        : first;
  }

  private static List<Outcome> outcomes(GatlingProcess run, String verdict) {
    return run.result().verdicts().stream()
        .filter(v -> v.name().equals(verdict))
        .map(Verdict::outcome)
        .toList();
  }

  private Path extension(String patch) throws IOException {
    var source = Files.createDirectory(directory.resolve("source"));
    for (var file : new String[] {"pggit.control", "pggit--1.0.sql"}) {
      try (var content = getClass().getResourceAsStream("/pggit/" + file)) {
        Files.copy(content, source.resolve(file));
      }
    }
    Files.writeString(source.resolve("pggit--1.0.sql"), patch, StandardOpenOption.APPEND);
    return source;
  }
}
