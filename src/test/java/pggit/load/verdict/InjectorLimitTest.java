package pggit.load.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Outcome;
import pggit.load.measure.Recorder;
import pggit.load.measure.Verdict;

class InjectorLimitTest {

  private static final long MILLI = 1_000_000;

  private final Recorder recorder = new Recorder();

  @Test
  void saysSoWhenTheInjectorBeganMoreThan5MillisecondsLate() {
    record(970, 0, 100);
    record(30, 6, 100);

    assertThat(InjectorLimit.of(recorder))
        .singleElement()
        .asString()
        .startsWith("the injector, not pgGit, was the limit of \"commit\"")
        .contains("p99 6.0");
  }

  @Test
  void saysSoWhenItsLatenessIsMoreThanATenthOfTheMedianResponse() {
    record(970, 0, 10);
    record(30, 2, 10);

    assertThat(InjectorLimit.of(recorder)).hasSize(1);
  }

  @Test
  void saysNothingWhenTheInjectorWasOnTimeOrTheServerMadeUsersLate() {
    record(1_000, 0.9, 10);
    var stalled = recorder.operation("behind a stalled server");
    for (int i = 0; i < 1_000; i++) { // a second late, of which the injector's part is nothing
      recorder.record(
          stalled,
          recorder.currentPhase(),
          0,
          1_000 * MILLI,
          1_000 * MILLI,
          1_010 * MILLI,
          1_010 * MILLI,
          OptionalLong.of(0));
    }

    assertThat(InjectorLimit.of(recorder)).isEmpty();
  }

  @Test
  void saysNothingOfUsersWithoutASchedule() {
    recorder.record(
        recorder.operation("commit"),
        recorder.currentPhase(),
        0,
        0,
        50 * MILLI,
        51 * MILLI,
        51 * MILLI,
        OptionalLong.empty());

    assertThat(InjectorLimit.of(recorder)).isEmpty();
  }

  @Test
  void callsALoadAnotherThanPlannedIfOneInTwentyRequestsWas50MillisecondsLate() {
    record(940, 0, 100);
    record(60, 51, 100);

    assertThat(InjectorLimit.offPlan(recorder, "commit")).isTrue();
    assertThat(InjectorLimit.offPlan(recorder, "another")).isFalse();
  }

  @Test
  void callsALoadTheOnePlannedIfFewWereLateOrAllWereABit() {
    record(960, 20, 100);
    record(40, 3_000, 100);

    assertThat(InjectorLimit.of(recorder)).hasSize(1);
    assertThat(InjectorLimit.offPlan(recorder, "commit")).isFalse();
  }

  private void record(int times, double ownLagMillis, long responseMillis) {
    var commit = recorder.operation("commit");
    for (int i = 0; i < times; i++) {
      long response = responseMillis * MILLI;
      recorder.record(
          commit,
          recorder.currentPhase(),
          0,
          0,
          0,
          response,
          response,
          OptionalLong.of(Math.round(ownLagMillis * MILLI)));
    }
  }

  @Test
  void whatFailedIsExcusedForAReasonAndWhatPassedIsNot() {
    var why = Optional.of("busy");
    var failed = Verdict.fail("graceful", "half");

    assertThat(InjectorLimit.excused(failed, why).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(InjectorLimit.excused(failed, why).evidence()).isEqualTo("busy; half");
    assertThat(InjectorLimit.excused(failed, Optional.empty())).isEqualTo(failed);
    assertThat(InjectorLimit.excused(Verdict.pass("graceful", "all"), why).outcome())
        .isEqualTo(Outcome.PASS);
  }
}
