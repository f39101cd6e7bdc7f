package pggit.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Outcome;

/** Growth and factor from what operations cost, and waits from what was seen. */
class CostCurveTest {

  @Test
  void passesWorkThatStaysTheSame() {
    var curve = curve(size -> 30);

    assertThat(curve.verdicts(3)).allMatch(v -> v.outcome() == Outcome.PASS);
  }

  @Test
  void namesLinearGrowthAndFailsItsFactorWithTheTotalBesideIt() {
    var curve = curve(size -> 30 + size); // 80 at 50 commits, 530 at 500: factor 6.6

    assertThat(curve.growthVerdict().evidence())
        .contains("commit work grows linearly with history");
    var factor = curve.factorVerdict(3);
    assertThat(factor.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(factor.evidence()).contains("work 6.6").contains("the total grows quadratically");
  }

  @Test
  void failsWorkThatGrowsFasterThanLinearly() {
    var curve = curve(size -> 30 + size * size / 100);

    assertThat(curve.growthVerdict().outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void isUndecidedWithoutMeasurements() {
    var curve = new CostCurve("commit", "history", "commits");

    assertThat(curve.verdicts(3)).allMatch(v -> v.outcome() == Outcome.UNDECIDED);
  }

  @Test
  void failsUsersWhoWaitForLocksAndNotForTheDisk() {
    var locked = Map.of("Lock:tuple", 80L, "working", 20L);
    var busy = Map.of("LWLock:WALWrite", 60L, "Lock:extend", 30L, "working", 10L);
    var few = Map.of("Lock:tuple", 3L);

    assertThat(WaitSampler.notBlocked("w", locked, 50).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(WaitSampler.notBlocked("w", busy, 50).outcome()).isEqualTo(Outcome.PASS);
    assertThat(WaitSampler.notBlocked("w", few, 50).outcome()).isEqualTo(Outcome.UNDECIDED);
  }

  private static CostCurve curve(DoubleUnaryOperator buffers) {
    var curve = new CostCurve("commit", "history", "commits");
    for (int size = 50; size <= 500; size += 50) {
      curve.work(size, Optional.of(new CostProbe.Cost(buffers.applyAsDouble(size), 100)));
    }
    return curve;
  }
}
