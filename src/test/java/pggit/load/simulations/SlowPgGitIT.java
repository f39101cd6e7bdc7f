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
import pggit.load.verdict.KeptThroughput;

/**
 * A pgGit that makes users wait for each other, or breaks down under load, gets the matching
 * verdict, in words.
 */
@Tag("slow")
@Tag("alone")
class SlowPgGitIT {

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

  @Test
  void namesBranchesThatWaitForEachOther() throws IOException {
    var settings =
        Map.of(
            "source", before("UPDATE pggit.head SET n = n + 1"),
            "contention.users", "20",
            "contention.rounds", "2");
    var verdict = "branches do not wait for each other";

    var run =
        GatlingProcess.decided(BranchContentionSimulation.class, directory, settings, verdict);

    assertThat(run.exitCode()).as(run.output()).isNotZero();
    assertThat(run.outcomes(verdict)).as(run.output()).containsExactly(Outcome.FAIL);
    assertThat(run.output()).contains("Lock:");
  }

  @Test
  void namesRetriesThatKeepAPgGitDown() throws IOException {
    var settings =
        Map.of(
            "source", before(RETRY_STORM),
            "capacity.levels", "1,2,4,8",
            "capacity.step", "200ms",
            "capacity.turns.length", "100ms",
            "capacity.overload.pool", "80",
            "capacity.overload.hold", "5ms",
            "capacity.overload.leg", "1s",
            "capacity.overload.watch", "16s",
            "capacity.overload.users", "1000");
    var verdict = "recovery with retries";

    var run = GatlingProcess.decided(CapacitySimulation.class, directory, settings, verdict);

    assertThat(run.exitCode()).as(run.output()).isNotZero();
    assertThat(run.outcomes(verdict)).as(run.output()).containsExactly(Outcome.FAIL);
    assertThat(run.output()).containsPattern("metastable: (still not back|back .+, then down)");
    PageNumbers.agree(run.directory());
  }

  @Test
  void namesTheKneeOfALockOnOneRowForEverybodyAndFailsWhatIsBehindIt() throws IOException {
    var settings =
        Map.of(
            "source", before(SLOWER_THE_MORE_WAIT),
            "capacity.levels", "1,2,4,8,16,32",
            "capacity.step", "400ms",
            "capacity.overload.pool", "32",
            "capacity.overload.hold", "1ms",
            "capacity.overload.leg", "2s",
            "capacity.overload.watch", "1s",
            "capacity.overload.users", "1000");
    var verdict = "graceful overload with retries";

    var run = GatlingProcess.decided(CapacitySimulation.class, directory, settings, verdict);

    assertThat(run.outcomes(verdict)).as(run.output()).containsExactly(Outcome.FAIL);
    // Users who give up let the row go now and then: too few windows may be left to be sure.
    assertThat(run.outcomes("graceful overload without retries")).doesNotContain(Outcome.PASS);
    assertThat(run.outcomes(KeptThroughput.NAME)).containsExactly(Outcome.FAIL);
    assertThat(run.output())
        .containsPattern("with 32 users .+ of INSERTs that take as long without pgGit .+ Lock:");
    assertThat(run.output()).containsPattern("scalability: throughput peaks at [1-9][.\\d]* users");
    PageNumbers.agree(run.directory());
  }

  private String before(String statement) throws IOException {
    return PatchedReference.in(
        directory,
        "CREATE TABLE pggit.head AS SELECT 0 AS n;" + PatchedReference.beforeCommit(statement));
  }
}
