package pggit.load.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;

/** Users in front of a pool whose time-out is 10 s, each of whom holds a connection for 50 ms. */
class WaitingBenchTest {

  @Test
  void passesWhenEachGotAConnectionOrATimeOutOnTime() {
    assertThat(WaitingBench.verdicts(facts(10_000, 10_000, 4_000, 9_990, 10_000, 10_100)))
        .extracting(Verdict::outcome)
        .containsOnly(Outcome.PASS);
  }

  @Test
  void failsWhenAUserWasForgotten() {
    assertThat(WaitingBench.verdicts(facts(10_000, 9_999, 4_000, 9_990, 10_000, 10_100)))
        .extracting(Verdict::outcome)
        .containsOnly(Outcome.FAIL);
  }

  @Test
  void failsWhenSomebodyWasSentAwayTooEarlyOrTooLateOrServedTooLate() {
    assertThat(onTime(facts(10_000, 10_000, 4_000, 9_990, 9_900, 10_100))).isEqualTo(Outcome.FAIL);
    assertThat(onTime(facts(10_000, 10_000, 4_000, 9_990, 10_000, 11_100))).isEqualTo(Outcome.FAIL);
    assertThat(onTime(facts(10_000, 10_000, 4_000, 11_100, 10_000, 10_100)))
        .isEqualTo(Outcome.FAIL);
  }

  @Test
  void factsReadTheirOwnLine() {
    var facts = facts(10, 9, 8, 7.5, 6.25, 5);

    assertThat(WaitingFacts.parse(facts.line())).isEqualTo(facts);
    assertThat(facts.heapPerUser()).isEqualTo(3_000);
  }

  private static Outcome onTime(WaitingFacts facts) {
    return WaitingBench.verdicts(facts).get(1).outcome();
  }

  private static WaitingFacts facts(
      long came, long went, long served, double latest, double earliestNo, double latestNo) {
    return new WaitingFacts(
        came, went, served, latest, earliestNo, latestNo, 60, 1_000, 1_000 + came * 3_000, 0, 0);
  }
}
