package pggit.load.simulations;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;

/** A pgGit that gets slower as it grows, or makes users wait, makes the matching verdict fail. */
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

  @TempDir Path directory;

  static Stream<Arguments> defects() {
    return Stream.of(
        Arguments.of(
            BranchContentionSimulation.class,
            BEFORE_COMMIT.formatted("UPDATE pggit.head SET n = n + 1"),
            Map.of("contention.users", "20", "contention.rounds", "2"),
            "branches do not wait for each other"),
        Arguments.of(
            HistoryGrowthSimulation.class,
            BEFORE_COMMIT.formatted("PERFORM count(c.parent) FROM pggit.commits c"),
            Map.of("history.batches", "8"),
            "degradation factor of commit with history"),
        Arguments.of(
            SchemaGrowthSimulation.class,
            SCANNING_TRIGGER,
            Map.of("schema.tables", "100"),
            "degradation factor of ALTER TABLE with schema"));
  }

  @ParameterizedTest(name = "{3}")
  @MethodSource("defects")
  void failsTheMatchingVerdictAndTheBuild(
      Class<? extends Simulation> simulation,
      String patch,
      Map<String, String> small,
      String verdict)
      throws IOException {
    var settings = new HashMap<>(small);
    settings.put("source", extension(patch).toString());

    var run = GatlingProcess.run(simulation, directory, settings);

    assertThat(run.exitCode()).as(run.output()).isNotZero();
    assertThat(run.result().verdicts())
        .as(run.output())
        .filteredOn(v -> v.outcome() == Outcome.FAIL)
        .extracting(Verdict::name)
        .contains(verdict);
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
