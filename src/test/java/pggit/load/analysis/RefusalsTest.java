package pggit.load.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pggit.load.measure.Arrival;
import pggit.load.measure.FailedAttempts;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;

/** Waiting may take 1 s in all, so that the limit is 1.5 s. */
class RefusalsTest {

  private static final long MILLI = 1_000_000;

  private static FailedAttempts attempt(Whose by, long waitedMillis, long connectedMillis) {
    return FailedAttempts.NONE.and(by, waitedMillis * MILLI, connectedMillis * MILLI);
  }

  private static Arrival refused(long millis, FailedAttempts attempts) {
    return new Arrival(0, millis * MILLI, Optional.of(attempts));
  }

  private static List<Arrival> times(int count, Arrival arrival) {
    return Collections.nCopies(count, arrival);
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static Verdict verdict(List<Arrival>... arrivals) {
    return new Refusals(Arrays.stream(arrivals).flatMap(List::stream).toList()).verdict(2, 1);
  }

  private static final Arrival IN_TIME = refused(1_400, attempt(Whose.POOL, 1_390, 0));
  private static final Arrival LATE_IN_POOL = refused(1_700, attempt(Whose.POOL, 1_690, 0));
  private static final Arrival LATE_BY_PGGIT = refused(30_000, attempt(Whose.PGGIT, 0, 30_000));

  @Test
  void saysNothingWhereNothingWasRefused() {
    assertThat(verdict()).isEqualTo(Verdict.pass("refusals at 2", ""));
  }

  @Test
  void passesRefusalsWithinTheLimitWhoeverMadeThem() {
    var verdict = verdict(times(9, IN_TIME), times(1, refused(90, attempt(Whose.PGGIT, 0, 80))));

    assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
    assertThat(verdict.evidence()).isEqualTo("refusals at 2 x capacity take 1.4 s, limit 1.5 s");
  }

  @Test
  void leavesLateTimeOutsOfThePoolUndecided() {
    var verdict = verdict(times(10, LATE_IN_POOL));

    assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(verdict.whose()).isEqualTo(Whose.POOL);
    assertThat(verdict.evidence())
        .isEqualTo("refusals at 2 x capacity take 1.7 s, limit 1.5 s (late: 10 through the pool)");
  }

  /** The pool sent it away after 1 s; the other 0.7 s it was not in the pool. */
  @Test
  void namesTheLoadGeneratorWhereThePoolWasOnTime() {
    var verdict = verdict(times(10, refused(1_700, attempt(Whose.POOL, 1_000, 0))));

    assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(verdict.whose()).isEqualTo(Whose.INJECTOR);
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVER", "WAY_IN"})
  void leavesWhatTheServerOrTheNetworkEndedLateUndecided(Whose other) {
    var verdict = verdict(times(10, refused(30_000, attempt(other, 0, 30_000))));

    assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(verdict.whose()).isEqualTo(other);
  }

  @Test
  void failsLateRefusalsByErrorsOfPgGit() {
    var verdict = verdict(times(10, LATE_BY_PGGIT));

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence())
        .isEqualTo("refusals at 2 x capacity take 30 s, limit 1.5 s (late: 10 through pgGit)");
  }

  /** A wait that ends in time is one that pgGit's users have, too: 0.9 s and then 0.7 s. */
  @Test
  void countsTheWaitAsFarAsItIsAllowed() {
    assertThat(verdict(times(10, refused(1_600, attempt(Whose.PGGIT, 900, 700)))).outcome())
        .isEqualTo(Outcome.FAIL);
    assertThat(verdict(times(10, refused(1_600, attempt(Whose.PGGIT, 1_500, 100)))).whose())
        .isEqualTo(Whose.POOL);
  }

  @Test
  void failsAMixtureOnlyForWhatPgGitMadeLateInMoreThanOneOfTwenty() {
    assertThat(verdict(times(94, LATE_IN_POOL), times(6, LATE_BY_PGGIT)).outcome())
        .isEqualTo(Outcome.FAIL);
    var few = verdict(times(95, LATE_IN_POOL), times(5, LATE_BY_PGGIT));
    assertThat(few.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(few.whose()).isEqualTo(Whose.POOL);
    assertThat(few.evidence()).endsWith("(late: 5 through pgGit, 95 through the pool)");
    assertThat(verdict(times(95, IN_TIME), times(5, LATE_BY_PGGIT)).outcome())
        .isEqualTo(Outcome.PASS);
  }

  /** 1.6 s of waiting is not pgGit's, whose error took 0.1 s of the third attempt. */
  @Test
  void blamesPgGitOfSeveralAttemptsOnlyForThoseThatReachedIt() {
    var twiceRefusedByThePool = attempt(Whose.POOL, 800, 0).and(Whose.POOL, 800 * MILLI, 0);
    var quick = twiceRefusedByThePool.and(Whose.PGGIT, 0, 100 * MILLI);
    var slow = twiceRefusedByThePool.and(Whose.PGGIT, 0, 600 * MILLI);

    assertThat(verdict(times(10, refused(1_700, quick))).whose()).isEqualTo(Whose.POOL);
    assertThat(verdict(times(10, refused(1_700, quick))).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(verdict(times(10, refused(2_200, slow))).outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void refusesArrivalsThatWereServed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Refusals(List.of(new Arrival(0, 1, Optional.empty()))));
  }
}
