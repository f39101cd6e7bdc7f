package pggit.load.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Arrival;
import pggit.load.measure.FailedAttempts;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;
import pggit.load.settings.Settings;

/** Arrivals made up for a capacity of 100 per second: what becomes of them is told by a rule. */
class OverloadJudgeTest {

  private static final long SECOND = 1_000_000_000L;
  private static final double CAPACITY = 100;
  private static final OverloadPlan PLAN =
      plan(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(1), 3);

  private static OverloadPlan plan(Duration leg, Duration watch, Duration patience, int tries) {
    return new OverloadPlan(
        new Settings.Capacity.Overload(10, Duration.ZERO, leg, watch, patience, tries, 100));
  }

  /** Gives an arrival, due at a second after the beginning, its end. */
  private interface Fate {
    void decide(List<Arrival> log, long dueNanos, double second, int n);
  }

  private static List<Arrival> arrivals(Fate fate) {
    var log = new ArrayList<Arrival>();
    double leg = -5; // the warm-up
    for (var each : PLAN.legs(CAPACITY)) {
      int count = (int) Math.round(each.perSecond() * each.length().toSeconds());
      for (int n = 0; n < count; n++) {
        double second = leg + n / each.perSecond();
        fate.decide(log, Math.round(second * SECOND), second, n);
      }
      leg += each.length().toSeconds();
    }
    return log;
  }

  private static void served(List<Arrival> log, long due) {
    end(log, due, SECOND / 100, true);
  }

  /** Served, or refused by a time-out of the pool, so long after it was due. */
  private static void end(List<Arrival> log, long due, long nanos, boolean served) {
    var refused = FailedAttempts.NONE.and(Whose.POOL, nanos, 0);
    log.add(new Arrival(due, due + nanos, served ? Optional.empty() : Optional.of(refused)));
  }

  private static OverloadJudge judge(List<Arrival> log) {
    return OverloadJudge.of(PLAN, CAPACITY, log, -5 * SECOND).orElseThrow();
  }

  @Test
  void tellsNothingWhereThereWereNoArrivals() {
    assertThat(OverloadJudge.of(PLAN, CAPACITY, new ArrayList<Arrival>(), 0)).isEmpty();
  }

  /** It went down in the calm already and stays down: no excuse, but nothing to come back to. */
  @Test
  void failsWhoCannotCarryEvenTheCalmWhichLeavesNothingToComeBackTo() {
    var log = arrivals((all, due, second, n) -> end(all, due, SECOND, second < 1 || n % 10 == 0));

    var verdicts = judge(log).verdicts("x", 1, Optional.empty());

    assertThat(verdicts)
        .extracting(Verdict::outcome)
        .containsExactly(Outcome.FAIL, Outcome.UNDECIDED);
    assertThat(verdicts.get(1).evidence())
        .isEqualTo(
            "of 0.7 x capacity only 19 % was carried before the overload: nothing to come back to");
    assertThat(judge(log).estimates("")).hasSize(3);
  }

  @Test
  void failsNobodyWhereNothingWasCommittedForAReason() {
    var log = arrivals((all, due, second, n) -> end(all, due, SECOND, false));

    var verdicts = judge(log).verdicts("x", 1, Optional.of("busy"));

    assertThat(verdicts).allMatch(v -> v.outcome() == Outcome.UNDECIDED);
    assertThat(verdicts.get(0).whose()).isEqualTo(Whose.INJECTOR);
    assertThat(verdicts.get(0).evidence()).startsWith("busy; goodput at 1.5 x capacity is 0 ");
    assertThat(judge(log).verdicts("x", 1, Optional.empty()).get(0).outcome())
        .isEqualTo(Outcome.FAIL);
  }

  /** Metastable is said of the planned load only. */
  @Test
  void excusesWhoStaysDownOnlyForAReason() {
    var down = arrivals((all, due, second, n) -> end(all, due, SECOND / 100, second < 10));

    assertThat(judge(down).verdicts("x", 1, Optional.empty()))
        .allMatch(v -> v.outcome() == Outcome.FAIL);
    assertThat(judge(down).verdicts("x", 1, Optional.of("busy")))
        .allMatch(v -> v.outcome() == Outcome.UNDECIDED);
  }

  @Test
  void takesNothingFromAPassForAnyReason() {
    var log = arrivals(OverloadJudgeTest::halfOfTwiceIsRefused);

    assertThat(judge(log).verdicts("x", 1, Optional.of("busy")))
        .allMatch(v -> v.outcome() == Outcome.PASS);
  }

  /** Twice the capacity served without a refusal: there is more of it than was measured. */
  @Test
  void decidesNothingAboutAnOverloadThatWasNone() {
    var log = arrivals((all, due, second, n) -> served(all, due));

    var graceful = judge(log).verdicts("x", 1, Optional.empty()).get(0);

    assertThat(graceful.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(graceful.evidence())
        .contains("1.5 x capacity was served whole: more can be done than was measured");
  }

  private static void halfOfTwiceIsRefused(List<Arrival> log, long due, double second, int n) {
    boolean over = second >= 10 && second < 30;
    boolean taken = !over || n % (second < 20 ? 3 : 2) != 0;
    end(log, due, taken ? SECOND / 100 : SECOND, taken);
  }

  /** As much as can be done is done, the rest is refused after a second. */
  @Test
  void passesWhoDoesWhatCanBeDoneAndRefusesTheRest() {
    var log = arrivals(OverloadJudgeTest::halfOfTwiceIsRefused);

    var judge = judge(log);

    assertThat(judge.verdicts("without retries", 1, Optional.empty()))
        .allMatch(v -> v.outcome() == Outcome.PASS, "pass")
        .extracting(v -> v.name())
        .containsExactly("graceful overload without retries", "recovery without retries");
    assertThat(judge.verdicts("x", 1, Optional.empty()).get(1).evidence())
        .contains("recovered within 0 s");
    assertThat(judge.estimates("with retries"))
        .extracting(e -> e.name())
        .contains("grace at 1.5 x capacity, with retries", "recovery time, with retries");
  }

  /** 200 are waiting when the load is back, and 30 a second can be done beside: 3 x 200 / 30 s. */
  @Test
  void callsMetastableWhatStaysDownAfterTheLoadIsBack() {
    var log =
        arrivals(
            (all, due, second, n) -> {
              if (second < 15) {
                served(all, due);
              } else {
                end(all, due, SECOND, n % 10 == 0);
              }
            });

    var verdicts = judge(log).verdicts("with retries", 3, Optional.empty());

    assertThat(verdicts).allMatch(v -> v.outcome() == Outcome.FAIL);
    assertThat(verdicts.get(1).evidence())
        .startsWith("metastable: still not back 30 s after the load's return, limit 20 s");
  }

  /** Ten at a time, each for 0.1 s: a queue of 50 more from second 30 to 35 keeps it from calm. */
  @Test
  void waitsUntilTheQueueHasGone() {
    var log = arrivals((all, due, second, n) -> served(all, due));
    for (int i = 0; i < 60; i++) {
      end(log, 29 * SECOND, 6 * SECOND + i, true);
    }

    var verdict = judge(log).verdicts("x", 1, Optional.empty()).get(1);

    assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
    assertThat(verdict.evidence()).startsWith("recovered within 5 s");
  }

  /** A third of 1.5 x capacity is refused by attempts that all end in the same way. */
  private static Verdict thirdRefused(int attempts, Whose by, long waited, long connected) {
    var refused = FailedAttempts.NONE;
    for (int i = 0; i < attempts; i++) {
      refused = refused.and(by, waited, connected);
    }
    long nanos = attempts * (waited + connected);
    var failed = Optional.of(refused);
    var log =
        arrivals(
            (all, due, second, n) -> {
              if (second >= 10 && second < 20 && n % 3 == 0) {
                all.add(new Arrival(due, due + nanos, failed));
              } else {
                end(all, due, SECOND / 100, second < 20 || second >= 30 || n % 2 == 0);
              }
            });
    return judge(log).verdicts("x", attempts, Optional.empty()).get(0);
  }

  @Test
  void failsRefusalsThatTakeLongerThanWaitingMay() {
    var verdict = thirdRefused(1, Whose.PGGIT, 0, 2 * SECOND);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.whose()).isEqualTo(Whose.PGGIT);
    assertThat(verdict.evidence()).contains("refusals at 1.5 x capacity take 2 s, limit 1.5 s");
  }

  @Test
  void leavesLateTimeOutsOfThePoolUndecidedAndNamesThePool() {
    var verdict = thirdRefused(1, Whose.POOL, 2 * SECOND, 0);

    assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(verdict.whose()).isEqualTo(Whose.POOL);
    assertThat(verdict.evidence())
        .contains("refusals at 1.5 x capacity take 2 s, limit 1.5 s (late: ")
        .contains(" through the pool)")
        .endsWith("; capacity 100 commits/s");
  }

  /** Three attempts may wait for 3 s in all, so 4.5 s is the limit. */
  @Test
  void allowsEachAttemptItsWait() {
    assertThat(thirdRefused(3, Whose.PGGIT, SECOND, SECOND / 4).outcome()).isEqualTo(Outcome.PASS);
    assertThat(thirdRefused(3, Whose.PGGIT, SECOND, SECOND).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(thirdRefused(3, Whose.POOL, 2 * SECOND, 0).outcome()).isEqualTo(Outcome.UNDECIDED);
  }

  @Test
  void cutsLegsIntoWholeWindows() {
    var odd = plan(Duration.ofMillis(15_500), Duration.ofSeconds(5), Duration.ZERO, 2);

    assertThat(PLAN.window()).isEqualTo(Duration.ofSeconds(1));
    assertThat(odd.window().multipliedBy(odd.windows()).toMillis())
        .isCloseTo(15_500, org.assertj.core.data.Offset.offset(1L));
    assertThat(odd.windowsAfter()).isEqualTo(4);
  }
}
