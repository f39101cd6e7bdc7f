package pggit.load.simulations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.measure.Outcome;
import pggit.load.report.PageNumbers;

/** A pgGit that gets slower as it grows gets the matching verdict, in words. */
@Tag("slow")
class GrowingPgGitIT {

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

  @TempDir Path directory;

  @Test
  void namesACommitThatReadsItsHistory() throws IOException {
    var settings =
        Map.of(
            "source",
            PatchedReference.in(directory, PatchedReference.beforeCommit(HISTORY_SCAN)),
            "history.batches",
            "12");
    var verdict = "degradation factor of commit with history";

    var run = GatlingProcess.decided(HistoryGrowthSimulation.class, directory, settings, verdict);

    assertThat(run.exitCode()).as(run.output()).isNotZero();
    assertThat(run.outcomes(verdict)).as(run.output()).containsExactly(Outcome.FAIL);
    assertThat(run.output()).contains(verdict + ": count of failed events is 0.0 : false");
    assertThat(run.output()).containsPattern("commit work grows (at most )?linearly with history");
    PageNumbers.agree(run.directory());
  }

  /** Its role may have one connection, which the sessions that weigh have taken. */
  @Test
  void theVerdictsThatGatlingAssertsAreThereEvenIfNobodyCameToMeasure() throws IOException {
    var patch = PatchedReference.beforeCommit("ALTER ROLE pggit_load CONNECTION LIMIT 1");
    var settings =
        Map.of(
            "source", PatchedReference.in(directory, patch),
            "schema.tables", "20",
            "schema.steps", "2");

    var run = GatlingProcess.run(SchemaGrowthSimulation.class, directory, settings);

    assertThat(run.outcomes("success rate")).containsExactly(Outcome.UNDECIDED);
    assertThat(run.outcomes("degradation factor of commit with schema"))
        .as(run.output())
        .containsExactly(Outcome.UNDECIDED);
    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  @Test
  void namesEventTriggersAndBranchesThatReadTheWholeSchema() throws IOException {
    var settings =
        Map.of(
            "source", PatchedReference.in(directory, SCANNING_TRIGGER + SCANNING_BRANCH),
            "schema.tables", "100",
            "schema.horizon", "150");
    var ofTriggers = "degradation factor of ALTER TABLE with schema";
    var ofBranches = "growth of create_branch with schema";

    var run =
        GatlingProcess.decided(
            SchemaGrowthSimulation.class, directory, settings, ofTriggers, ofBranches);

    assertThat(run.exitCode()).as(run.output()).isNotZero();
    assertThat(run.outcomes(ofTriggers)).as(run.output()).containsExactly(Outcome.FAIL);
    assertThat(run.outcomes(ofBranches)).as(run.output()).containsExactly(Outcome.FAIL);
    assertThat(run.output())
        .contains("the total grows quadratically")
        .contains("create_branch work grows faster than linearly with schema");
    PageNumbers.agree(run.directory());
  }
}
