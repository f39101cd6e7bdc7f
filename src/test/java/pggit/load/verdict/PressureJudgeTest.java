package pggit.load.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Acquisition;
import pggit.load.measure.Outcome;
import pggit.load.measure.Tally;
import pggit.load.measure.Whose;

class PressureJudgeTest {

  private static final Duration WINDOW = Duration.ofMillis(500);
  private static final ClockControl QUICK = new ClockControl("a bare time-out", WINDOW, WINDOW);
  private static final Duration NO_WAIT = Duration.ofMillis(10);

  private static final PoolFacts CALM = window(50, 0, 0);
  private static final PoolFacts WAITING = window(50, 20, 0);
  private static final PoolFacts REFUSING = window(50, 0, 1);

  @Test
  void goodputCountsWhatWasGivenBackPerSecond() {
    assertThat(PressureJudge.goodput(CALM, WINDOW)).isEqualTo(100);
  }

  @Test
  void passesAPoolThatServesOnUnderOverload() {
    var verdict = PressureJudge.graceful("graceful", 200, 190, 165);

    assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
    assertThat(verdict.evidence())
        .startsWith(
            "served at 1.5 x capacity 95 % (at least 90 % expected), at 2 x 83 % (at least 80 %)");
  }

  @Test
  void findsAPoolThatCollapsesUnderOverload() {
    assertThat(PressureJudge.graceful("graceful", 200, 170, 165).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(PressureJudge.graceful("graceful", 200, 190, 150).outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void passesTenCalmWindowsInARow() {
    var windows = new ArrayList<>(List.of(REFUSING, WAITING));
    windows.addAll(times(10, CALM));

    var verdict = PressureJudge.recovery("recovery", 100, windows, WINDOW, NO_WAIT);

    assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
    assertThat(verdict.evidence())
        .isEqualTo(
            "calm 1.0 s after the load was back, for 10 windows of 500 ms: 100 requests/s served, 100 before");
  }

  @Test
  void findsAPoolThatDoesNotCalmDown() {
    var windows = new ArrayList<>(times(9, CALM));
    windows.add(WAITING);
    windows.addAll(times(9, CALM));

    var verdict = PressureJudge.recovery("recovery", 100, windows, WINDOW, NO_WAIT);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence())
        .startsWith("never 10 calm windows of 500 ms in a row")
        .contains("0 time-outs, p95 wait 20 ms");
  }

  @Test
  void findsAPoolThatIsCalmAndServesLessThanComes() {
    var keeping = new ArrayList<Acquisition>(window(100, 0, 0).acquisitions());
    var half =
        new PoolFacts(
            10, WINDOW, keeping, CALM.returns(), List.of(), List.of(), Map.of(), List.of());

    assertThat(PressureJudge.recovery("recovery", 200, times(10, half), WINDOW, NO_WAIT).outcome())
        .isEqualTo(Outcome.FAIL);
  }

  @Test
  void accusesNoPoolOfRequestsThatDidNotCome() {
    var verdict = PressureJudge.recovery("recovery", 200, times(10, CALM), WINDOW, NO_WAIT);

    assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(verdict.whose()).isEqualTo(Whose.INJECTOR);
    assertThat(verdict.evidence()).contains("fewer came", "100 requests/s, 200 before");
  }

  @Test
  void saysWhenThereWasNoOverload() {
    assertThat(PressureJudge.refusals("refusals", CALM, new Tally(), QUICK).outcome())
        .isEqualTo(Outcome.UNDECIDED);
  }

  @Test
  void findsAFailureThatIsNoTimeOutOfThePool() {
    var requests = timeouts(1, WINDOW);
    assertThat(PressureJudge.refusals("refusals", REFUSING, requests, QUICK).outcome())
        .isEqualTo(Outcome.PASS);

    requests.failed("57014", "canceling statement", 0, 1);

    var verdict = PressureJudge.refusals("refusals", REFUSING, requests, QUICK);
    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence()).startsWith("1 failed for another reason {57014=1");
  }

  @Test
  void findsALateTimeOutInFrontOfThePool() {
    assertThat(
            PressureJudge.refusals("refusals", REFUSING, timeouts(2, WINDOW.multipliedBy(2)), QUICK)
                .outcome())
        .isEqualTo(Outcome.PASS);
    assertThat(
            PressureJudge.refusals(
                    "refusals", REFUSING, timeouts(2, WINDOW.multipliedBy(2).plusNanos(1)), QUICK)
                .outcome())
        .isEqualTo(Outcome.FAIL);
  }

  @Test
  void letsOneOfAHundredRefusalsComeLateButNotTwo() {
    var acquisitions = new ArrayList<Acquisition>();
    for (int i = 0; i < 99; i++) {
      acquisitions.add(new Acquisition(i, WINDOW.toNanos(), true));
    }
    acquisitions.add(new Acquisition(100, WINDOW.toNanos() * 2, true));
    var requests = timeouts(100, WINDOW);
    assertThat(PressureJudge.refusals("refusals", only(acquisitions), requests, QUICK).outcome())
        .isEqualTo(Outcome.PASS);

    acquisitions.set(0, new Acquisition(0, WINDOW.toNanos() * 2, true));
    assertThat(PressureJudge.refusals("refusals", only(acquisitions), requests, QUICK).outcome())
        .isEqualTo(Outcome.FAIL);
  }

  private static Tally timeouts(int count, Duration after) {
    var tally = new Tally();
    for (int i = 0; i < count; i++) {
      tally.failed("POOL-TIMEOUT", "no connection was free", 0, after.toNanos());
    }
    return tally;
  }

  private static PoolFacts only(List<Acquisition> acquisitions) {
    return new PoolFacts(
        10, WINDOW, acquisitions, List.of(), List.of(), List.of(), Map.of(), List.of());
  }

  private static List<PoolFacts> times(int count, PoolFacts window) {
    return IntStream.range(0, count).mapToObj(i -> window).toList();
  }

  /** So many callers were served after the same wait, so many got a time-out after 500 ms. */
  private static PoolFacts window(int served, long waitMillis, int timeouts) {
    var acquisitions = new ArrayList<Acquisition>();
    var returns = new ArrayList<Long>();
    for (int i = 0; i < served; i++) {
      acquisitions.add(new Acquisition(i, Duration.ofMillis(waitMillis).toNanos(), false));
      returns.add((long) i);
    }
    for (int i = 0; i < timeouts; i++) {
      acquisitions.add(new Acquisition(i, WINDOW.toNanos(), true));
    }
    return new PoolFacts(
        10, WINDOW, acquisitions, returns, List.of(), List.of(), Map.of(), List.of());
  }
}
