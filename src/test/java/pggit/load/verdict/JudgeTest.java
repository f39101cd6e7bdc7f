package pggit.load.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pggit.load.measure.Cause;
import pggit.load.measure.Extent;
import pggit.load.measure.Gauge;
import pggit.load.measure.Outcome;
import pggit.load.measure.Part;
import pggit.load.measure.Recorder;
import pggit.load.measure.Severity;
import pggit.load.measure.Tally;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;

class JudgeTest {

  private static final long MS = 1_000_000;

  private static final Optional<String> BUSY = Optional.of("busy");

  private final Tally tally = new Tally();

  @Test
  void successRateBelowTheLimitFails() {
    succeed(79);
    fail("40P01", 21, MS);

    var verdict = Judge.successRate("commits", 100, List.of(tally), 80);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.whose()).isEqualTo(Whose.PGGIT);
    assertThat(verdict.evidence())
        .isEqualTo(
            "79.0 % (79 of 100 commits), expected at least 80 %; 21 failed with 40P01, such as \"why\"");
    assertThat(verdict.cause()).isEqualTo(Cause.errors(List.of(new Cause.Kind("40P01", "why"))));
    assertThat(verdict.gauge()).isEqualTo(Gauge.atLeast(79, 80, "%"));
    assertThat(verdict.extent().often()).isEqualTo(new Extent.Often(21, 100, false));
  }

  @Test
  void tooFewSucceedSinceTheFirstNumberOfUsersOfWhomTooFewDidForPgGitsReasons() {
    var levels = new LinkedHashMap<Integer, Tally>();
    levels.put(25, tally(20, "40P01", 5)); // enough
    levels.put(50, tally(20, "53300", 30)); // the server's, not pgGit's
    levels.put(75, tally(50, "40P01", 25));
    levels.put(100, tally(50, "40P01", 50));
    var rate = Verdict.fail("success rate", "");

    assertThat(Judge.sinceUsers(rate, levels, 80).extent().since())
        .isEqualTo(new Extent.Onset(75, "users"));
    levels.keySet().removeAll(Set.of(25, 50)); // so it is of any number that was tried
    assertThat(Judge.sinceUsers(rate, levels, 80)).isEqualTo(rate);
    assertThat(Judge.sinceUsers(rate, levels, 40)).isEqualTo(rate);
  }

  private static Tally tally(int done, String sqlState, int failed) {
    var tally = new Tally();
    IntStream.range(0, done).forEach(i -> tally.succeeded(0, MS));
    IntStream.range(0, failed).forEach(i -> tally.failed(sqlState, "why", 0, MS));
    return tally;
  }

  /** One stray error is not why 900 failed; each kind counts for itself, whoever came first. */
  @Test
  void theCauseIsWhatMostFailedWith() {
    tally.failed("P0001", "branch is locked", 0, 1);
    for (int i = 0; i < 99; i++) {
      tally.failed("P0001", "out of IDs", 0, 1);
    }
    tally.failed("40P01", "deadlock detected", 0, 1);

    var verdict = Judge.successRate("commits", 101, List.of(tally), 80);

    assertThat(verdict.cause())
        .isEqualTo(Cause.errors(List.of(new Cause.Kind("P0001", "out of IDs"))));
    assertThat(verdict.evidence()).contains("100 failed with P0001, such as \"out of IDs\"");
  }

  @Test
  void whatIsDoneLateIsNotRefused() {
    succeed(5);

    var verdict = Judge.allWithin("five", 5, tally, Duration.ofNanos(1), Optional.empty());

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.severity()).isEqualTo(Severity.COST);
  }

  /** Whoever did not get as far as a commit, since connecting failed, shows nothing about pgGit. */
  @Test
  void commitsThatNobodyTriedAccuseNobody() {
    succeed(79);

    var verdict = Judge.successRate("commits", 100, List.of(tally), 80);

    assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(verdict.whose()).isEqualTo(Whose.WAY_IN);
    assertThat(verdict.evidence())
        .startsWith("79.0 % (79 of 100 commits)")
        .contains("21 were not tried");
  }

  @Test
  void tooFewOfThoseThatWereTriedFailAlsoIfOthersWereNot() {
    succeed(7);
    fail("40P01", 3, MS);

    assertThat(Judge.successRate("commits", 100, List.of(tally), 80).outcome())
        .isEqualTo(Outcome.FAIL);
  }

  @Test
  void successRateAtTheLimitPasses() {
    succeed(80);
    fail("40P01", 20, MS);

    var verdict = Judge.successRate("commits", 100, List.of(tally), 80);

    assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
    assertThat(verdict.evidence()).endsWith("; 20 failed with 40P01, such as \"why\"");
  }

  /** Whatever one does: a lost connection, a full or closing server refuses anybody's statement. */
  @ParameterizedTest
  @CsvSource({
    "08006, WAY_IN",
    "08P01, WAY_IN",
    "28P01, SERVER",
    "53300, SERVER",
    "53100, SERVER",
    "57P03, SERVER",
    "POOL-TIMEOUT, POOL"
  })
  void whatWouldHaveMetAnyStatementIsNotPgGits(String sqlState, Whose whose) {
    succeed(10);
    fail(sqlState, 90, MS);

    var rate = Judge.successRate("commits", 100, List.of(tally), 80);
    var all = Judge.allWithin("all", 100, tally, Duration.ofSeconds(1), Optional.empty());

    assertThat(List.of(rate, all)).allMatch(v -> v.outcome() == Outcome.UNDECIDED);
    assertThat(List.of(rate, all)).allMatch(v -> v.whose() == whose);
  }

  @ParameterizedTest
  @ValueSource(strings = {"23505", "40P01", "42501", "53200", "57014", "P0001", "XX000"})
  void anyOtherErrorOfACommitIsPgGits(String sqlState) {
    succeed(10);
    fail(sqlState, 90, MS);

    assertThat(Judge.successRate("commits", 100, List.of(tally), 80).outcome())
        .isEqualTo(Outcome.FAIL);
  }

  @ParameterizedTest
  @CsvSource({
    "08006, UNDECIDED, WAY_IN",
    "57P01, UNDECIDED, SERVER",
    "42501, UNDECIDED, SERVER",
    "57014, UNDECIDED, SERVER",
    "53200, UNDECIDED, SERVER",
    "XX001, UNDECIDED, SERVER",
    "42P01, FAIL, PGGIT",
    "42703, FAIL, PGGIT"
  })
  void whatIsStoredAndCannotBeReadIsPgGitsOnlyIfItIsNotThere(
      String sqlState, Outcome outcome, Whose whose) {
    var verdict = Judge.notRead("nothing lost", new SQLException("no answer", sqlState));

    assertThat(verdict.outcome()).isEqualTo(outcome);
    assertThat(verdict.whose()).isEqualTo(whose);
    assertThat(verdict.evidence()).contains(sqlState);
  }

  @Test
  void successRateOfNobodyIsUndecided() {
    var verdict = Judge.successRate("commits", 100, List.of(tally), 80);

    assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(verdict.evidence()).startsWith("none of 100 commits was tried");
  }

  @Test
  void allWithinFailsWhenOneFails() {
    succeed(9);
    fail("23505", 1, MS);

    var verdict = Judge.allWithin("ten", 10, tally, Duration.ofSeconds(1), Optional.empty());

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.whose()).isEqualTo(Whose.PGGIT);
  }

  @Test
  void allWithinIsUndecidedWhenOneWasNotTried() {
    succeed(9);

    var verdict = Judge.allWithin("ten", 10, tally, Duration.ofSeconds(1), Optional.empty());

    assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(verdict.whose()).isEqualTo(Whose.WAY_IN);
  }

  @Test
  void allWithinFailsWhenTheLastComesTooLate() {
    succeed(9);
    tally.succeeded(0, 1001 * MS);

    assertThat(Judge.allWithin("ten", 10, tally, Duration.ofSeconds(1), Optional.empty()).outcome())
        .isEqualTo(Outcome.FAIL);
    assertThat(Judge.allWithin("ten", 10, tally, Duration.ofSeconds(2), Optional.empty()).outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void whatIsOnlyLateIsUndecidedOnABusyMachine() {
    succeed(9);
    tally.succeeded(0, 1001 * MS);

    var verdict = Judge.allWithin("ten", 10, tally, Duration.ofSeconds(1), BUSY);

    assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(verdict.whose()).isEqualTo(Whose.INJECTOR);
    assertThat(verdict.evidence()).isEqualTo("busy; 10 of 10 done in 1.00 s, limit 1.00 s");
    assertThat(Judge.allWithin("ten", 10, tally, Duration.ofSeconds(2), BUSY).outcome())
        .isEqualTo(Outcome.PASS);
  }

  /** Nobody else's program makes a commit fail, whether or not the others were late as well. */
  @ParameterizedTest
  @ValueSource(longs = {1, 1001})
  void whatFailedIsNotExcusedByABusyMachine(long lastMillis) {
    succeed(9);
    fail("23505", 1, lastMillis * MS);

    assertThat(Judge.allWithin("ten", 10, tally, Duration.ofSeconds(1), BUSY).outcome())
        .isEqualTo(Outcome.FAIL);
    assertThat(Judge.successRate("commits", 10, List.of(tally), 95).outcome())
        .isEqualTo(Outcome.FAIL);
  }

  /** One that was not tried is nobody's failure, as it is not where the others were in time. */
  @Test
  void whatIsLateAndOfWhichOneWasNotTriedIsOnlyLate() {
    succeed(8);
    tally.succeeded(0, 1001 * MS);

    var limit = Duration.ofSeconds(1);

    assertThat(Judge.allWithin("ten", 10, tally, limit, BUSY).outcome())
        .isEqualTo(Outcome.UNDECIDED);
    assertThat(Judge.allWithin("ten", 10, tally, limit, Optional.empty()).outcome())
        .isEqualTo(Outcome.FAIL);
    assertThat(Judge.allWithin("eight", 8, tally, limit, BUSY).outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void p95BeyondTheLimitFailsUnlessTheMachineWasBusy() {
    try (var recorder = new Recorder()) {
      for (int i = 0; i < 100; i++) { // 6 of 100 take 200 ms, so the 95th does
        long nanos = (i < 94 ? 1 : 200) * MS;
        recorder.record(
            recorder.operation("commit"),
            recorder.currentPhase(),
            0,
            0,
            0,
            nanos,
            nanos,
            OptionalLong.empty());
      }
      var commits = recorder.snapshot("commit", Part.RESPONSE);
      var limit = Duration.ofMillis(100);

      assertThat(Judge.p95Below("simple commit", commits, limit, Optional.empty()).outcome())
          .isEqualTo(Outcome.FAIL);
      assertThat(Judge.p95Below("simple commit", commits, limit, BUSY).outcome())
          .isEqualTo(Outcome.UNDECIDED);
      assertThat(Judge.p95Below("simple commit", commits, Duration.ofMillis(300), BUSY).outcome())
          .isEqualTo(Outcome.PASS);
    }
  }

  @Test
  void p95OfNothingIsUndecided() {
    try (var recorder = new Recorder()) {
      var snapshot = recorder.snapshot("commit", Part.RESPONSE);

      assertThat(Judge.p95Below("simple commit", snapshot, Duration.ofSeconds(1), BUSY).outcome())
          .isEqualTo(Outcome.UNDECIDED);
    }
  }

  @Test
  void refusalsWithAnotherCodeAreNotClean() {
    fail("53300", 50, MS);
    assertThat(refused(50, Duration.ofSeconds(1))).isEqualTo(Outcome.PASS);

    fail("08006", 1, MS);
    assertThat(refused(50, Duration.ofSeconds(1))).isEqualTo(Outcome.FAIL);
  }

  @Test
  void tooFewOrTooSlowRefusalsAreNotClean() {
    fail("53300", 49, 2000 * MS);

    assertThat(refused(50, Duration.ofSeconds(3))).isEqualTo(Outcome.FAIL);
    assertThat(refused(49, Duration.ofSeconds(1))).isEqualTo(Outcome.FAIL);
    assertThat(refused(49, Duration.ofSeconds(3))).isEqualTo(Outcome.PASS);
  }

  @Test
  void onlySlownessOfRefusalsIsExcusedByABusyMachine() {
    fail("53300", 49, 2000 * MS);

    assertThat(refused(49, Duration.ofSeconds(1), BUSY)).isEqualTo(Outcome.UNDECIDED);
    assertThat(refused(50, Duration.ofSeconds(1), BUSY)).isEqualTo(Outcome.FAIL);
    fail("08006", 1, MS);
    assertThat(refused(49, Duration.ofSeconds(1), BUSY)).isEqualTo(Outcome.FAIL);
  }

  private Outcome refused(long atLeast, Duration limit) {
    return refused(atLeast, limit, Optional.empty());
  }

  private Outcome refused(long atLeast, Duration limit, Optional<String> excuse) {
    return Judge.onlyRefusedWith("refused", Set.of("53300"), tally, atLeast, limit, excuse)
        .outcome();
  }

  private void succeed(int count) {
    for (int i = 0; i < count; i++) {
      tally.succeeded(0, MS);
    }
  }

  private void fail(String sqlState, int count, long nanos) {
    for (int i = 0; i < count; i++) {
      tally.failed(sqlState, sqlState + " why", 0, nanos);
    }
  }
}
