package pggit.load.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Acquisition;
import pggit.load.measure.Outcome;
import pggit.load.measure.PoolState;
import pggit.load.measure.Sample;
import pggit.load.measure.Stall;
import pggit.load.pggit.Backends;

/** Times in these cases are milliseconds; the pool has 2 connections and a time-out of 2 s. */
class PoolJudgeTest {

  private static final int LIMIT = 2;

  private final List<Acquisition> acquisitions = new ArrayList<>();
  private final List<Long> returns = new ArrayList<>();
  private final List<Stall> stalls = new ArrayList<>();
  private int pooled = LIMIT;
  private int sessions = LIMIT;

  @Test
  void passesAPoolThatKeepsItsLimit() {
    holds(0, 0, 3000);
    holds(0, 0, 3000);

    assertThat(PoolJudge.limit("pool limit", facts(), LIMIT))
        .returns(Outcome.PASS, v -> v.outcome());
  }

  @Test
  void findsAPoolThatLendsMoreThanItsLimit() {
    holds(0, 0, 3000);
    holds(0, 0, 3000);
    holds(0, 0, 3000);

    var verdict = PoolJudge.limit("pool limit", facts(), LIMIT);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence())
        .startsWith(
            "the limit was ignored: 3 connections at once, 1 more than the pool's limit of 2");
  }

  @Test
  void findsSessionsThatThePoolDoesNotKnowOf() {
    holds(0, 0, 3000);
    holds(0, 0, 3000);
    sessions = 5;

    var verdict = PoolJudge.limit("pool limit", facts(), LIMIT);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence()).contains("5 sessions in pg_stat_activity");
  }

  @Test
  void doesNotPassAPoolThatWasNeverFull() {
    holds(0, 0, 3000);

    var verdict = PoolJudge.limit("pool limit", facts(), LIMIT);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence()).startsWith("the pool was never exhausted: 1 of 2");
  }

  @Test
  void connectionLentAgainInTheInstantOfItsReturnCountsOnce() {
    holds(0, 0, 1000);
    holds(0, 0, 1000);
    holds(0, 1000, 1000);

    assertThat(facts().peakLent()).isEqualTo(2);
  }

  @Test
  void passesTimeOutsThatComeInTime() {
    holds(0, 0, 3000);
    holds(0, 0, 3000);
    givesUp(0, 2000);
    givesUp(0, 2199);

    var verdict = PoolJudge.timeouts("time-outs", facts(), 4, 2);

    assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
    assertThat(verdict.evidence())
        .isEqualTo(
            "4 users on 2 connections: 2 served, 2 time-outs after 2.00 s to 2.20 s (time-out 2.00 s)");
  }

  @Test
  void findsAPoolThatIgnoresItsTimeOut() {
    holds(0, 0, 3000);
    holds(0, 0, 3000);
    holds(0, 3000, 3000);
    holds(0, 3000, 3000);

    var verdict = PoolJudge.timeouts("time-outs", facts(), 4, 0);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence())
        .startsWith(
            "the time-out was ignored: 2 users were served after waiting longer, the longest 3.00 s");
  }

  @Test
  void findsATimeOutThatComesLate() {
    holds(0, 0, 3000);
    holds(0, 0, 3000);
    givesUp(0, 2000);
    givesUp(0, 2201);

    var verdict = PoolJudge.timeouts("time-outs", facts(), 4, 2);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence()).startsWith("1 of 2 time-outs came later than 2.20 s");
  }

  @Test
  void doesNotHoldAgainstThePoolThatTheMachineStoodStill() {
    holds(0, 0, 3000);
    holds(0, 0, 3000);
    givesUp(0, 2000);
    givesUp(0, 2300);

    stalls.add(new Stall(millis(2300), millis(99)));
    assertThat(PoolJudge.timeouts("time-outs", facts(), 4, 2).outcome()).isEqualTo(Outcome.FAIL);

    stalls.add(new Stall(millis(2300), millis(101)));
    assertThat(PoolJudge.timeouts("time-outs", facts(), 4, 2).outcome()).isEqualTo(Outcome.PASS);

    stalls.clear();
    stalls.add(new Stall(millis(1990), millis(500))); // before it was due
    assertThat(PoolJudge.timeouts("time-outs", facts(), 4, 2).outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void findsAFailureThatIsNoTimeOut() {
    holds(0, 0, 3000);
    holds(0, 0, 3000);
    givesUp(0, 2000);
    givesUp(0, 2000);

    var verdict = PoolJudge.timeouts("time-outs", facts(), 4, 3);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence()).contains("1 failed for another reason");
  }

  @Test
  void findsAPoolThatRefusesMoreThanItMust() {
    holds(0, 0, 3000);
    givesUp(0, 2000);
    givesUp(0, 2000);
    givesUp(0, 2000);

    var verdict = PoolJudge.timeouts("time-outs", facts(), 4, 3);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence()).startsWith("3 users got a time-out, expected 2");
  }

  @Test
  void passesServingInOrder() {
    holds(0, 0, 1000);
    holds(10, 0, 1000);
    holds(20, 980, 1000);
    holds(30, 980, 1000);

    var verdict = PoolJudge.inOrder("order", facts(), 4, 0);

    assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
    assertThat(verdict.evidence()).contains("2 of them after waiting").contains("0 of 1 pairs");
  }

  @Test
  void findsServingTheLatestFirst() {
    holds(0, 0, 1000);
    for (int user = 1; user <= 5; user++) {
      holds(10 * user, 1100 - 20 * user, 100); // served at 1100 - 10 * user
    }

    var verdict = PoolJudge.inOrder("order", facts(), 6, 0);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence()).startsWith("not served in order: in 10 of 10 pairs");
  }

  @Test
  void takesInstantsThatAreTooCloseForNoOrder() {
    holds(0, 0, 1000);
    holds(20, 984, 100);
    holds(21, 979, 100); // came 1 ms later, was served 4 ms earlier

    assertThat(PoolJudge.inOrder("order", facts(), 3, 0).outcome()).isEqualTo(Outcome.UNDECIDED);
  }

  @Test
  void doesNotPassAnOrderInWhichSomebodyIsMissing() {
    holds(0, 0, 1000);
    givesUp(0, 2000);

    assertThat(PoolJudge.inOrder("order", facts(), 2, 1).outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void passesAPoolThatComesBackInTime() {
    holds(1000, 10, 200);
    holds(1000, 900, 200);
    holds(1000, 10, 2000);

    var verdict =
        PoolJudge.recovery("recovery", facts(), millis(1000), LIMIT, Duration.ofSeconds(1));

    assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void findsAPoolThatComesBackLate() {
    holds(1000, 10, 3000);
    holds(1000, 1500, 3000);

    var verdict =
        PoolJudge.recovery("recovery", facts(), millis(1000), LIMIT, Duration.ofSeconds(1));

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence()).contains("1.50 s after the last release");
  }

  @Test
  void findsAPoolThatComesBackSmaller() {
    holds(1000, 10, 200);
    holds(1000, 300, 200);

    var verdict =
        PoolJudge.recovery("recovery", facts(), millis(1000), LIMIT, Duration.ofSeconds(1));

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence()).startsWith("the pool did not come back");
  }

  @Test
  void cutsAStretchByTheInstantOfAsking() {
    holds(0, 0, 3000);
    holds(5000, 0, 100);

    var later = facts().between(millis(4000), millis(9000));

    assertThat(later.acquisitions()).hasSize(1);
    assertThat(later.returns()).containsExactly(millis(5100));
  }

  private void holds(long asked, long waited, long held) {
    acquisitions.add(new Acquisition(millis(asked + waited), millis(waited), false));
    returns.add(millis(asked + waited + held));
  }

  private void givesUp(long asked, long waited) {
    acquisitions.add(new Acquisition(millis(asked + waited), millis(waited), true));
  }

  private PoolFacts facts() {
    return new PoolFacts(
        LIMIT,
        Duration.ofSeconds(2),
        acquisitions,
        returns,
        List.of(new Sample<>(Instant.EPOCH, 0, new PoolState(pooled, 0, 0, pooled, 0))),
        List.of(new Sample<>(Instant.EPOCH, 0, new Backends(sessions, 0, 0, sessions))),
        Map.of(),
        stalls);
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
