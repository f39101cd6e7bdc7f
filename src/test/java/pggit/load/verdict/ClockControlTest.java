package pggit.load.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pggit.load.measure.Acquisition;
import pggit.load.measure.Outcome;
import pggit.load.measure.Tally;
import pggit.load.measure.Verdict;
import pggit.load.server.SlotProbe;

/** Limits on the clock accuse nobody where the machine was slow for a bare control, too. */
class ClockControlTest {

  private static final Duration LIMIT = Duration.ofMillis(500);
  private static final Duration TOO_LONG = LIMIT.multipliedBy(3);

  private static List<Named<Function<ClockControl, Verdict>>> judgesOfWhatTookTooLong() {
    var late =
        new PoolFacts(
            1,
            LIMIT,
            List.of(new Acquisition(0, TOO_LONG.toNanos(), true)),
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            List.of());
    var again = new SlotProbe.Entry(17, "", TOO_LONG);
    var tooFew = new SlotProbe.Entry(16, "53300", LIMIT);
    return List.of(
        Named.of(
            "refused slowly",
            control -> SlotJudge.admitted("x", 0, refused("53300"), LIMIT, control)),
        Named.of("slots free late", c -> SlotJudge.freeAgain("x", 17, again, LIMIT, c)),
        Named.of("slots not free in time", c -> SlotJudge.freeAgain("x", 17, tooFew, LIMIT, c)),
        Named.of("late time-outs", c -> PressureJudge.refusals("x", late, timeouts(), c)));
  }

  @ParameterizedTest
  @MethodSource("judgesOfWhatTookTooLong")
  void failWhereTheControlWasQuick(Function<ClockControl, Verdict> judge) {
    assertThat(judge.apply(control(2)).outcome()).isEqualTo(Outcome.FAIL);
  }

  @ParameterizedTest
  @MethodSource("judgesOfWhatTookTooLong")
  void areUndecidedAndSayWhyWhereTheControlWasSlow(Function<ClockControl, Verdict> judge) {
    var verdict = judge.apply(control(300));

    assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(verdict.evidence())
        .contains("the machine was slow for everybody: nothing beside it took up to 300 ms");
  }

  private static List<Named<Function<ClockControl, Verdict>>> judgesOfWhatIsWrongAnyway() {
    return List.of(
        Named.of("too many got in", c -> SlotJudge.admitted("x", -1, new Tally(), LIMIT, c)),
        Named.of("refused otherwise", c -> SlotJudge.admitted("x", 0, refused("28000"), LIMIT, c)),
        Named.of(
            "no time-out of the pool",
            c ->
                PressureJudge.refusals(
                    "x",
                    new PoolFacts(
                        1, LIMIT, List.of(), List.of(), List.of(), List.of(), Map.of(), List.of()),
                    refused("57014"),
                    c)));
  }

  @ParameterizedTest
  @MethodSource("judgesOfWhatIsWrongAnyway")
  void whatIsNoMatterOfTimeFailsOnASlowMachineToo(Function<ClockControl, Verdict> judge) {
    assertThat(judge.apply(control(300)).outcome()).isEqualTo(Outcome.FAIL);
  }

  private static ClockControl control(long slowestMillis) {
    return new ClockControl("nothing", Duration.ofMillis(slowestMillis), Duration.ofMillis(100));
  }

  private static Tally refused(String sqlState) {
    var tally = new Tally();
    tally.failed(sqlState, "why", 0, TOO_LONG.toNanos());
    return tally;
  }

  private static Tally timeouts() {
    return refused("POOL-TIMEOUT");
  }
}
