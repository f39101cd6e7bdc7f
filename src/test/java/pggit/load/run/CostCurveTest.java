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

  /** As measured: 2 pages up to 75,000 commits, 3 from then on, which a fit takes for a power. */
  @Test
  void takesOneMoreLevelOfAnIndexForNoGrowth() {
    var curve = curve(size -> size > 350 ? 3 : 2);

    var verdict = curve.growthVerdict();

    assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
    assertThat(verdict.evidence()).contains("2 to 3 buffers from 50 to 500 commits");
  }

  /** As measured: the log of ten commits goes down an index eleven times, by one page more each. */
  @Test
  void takesOneMoreLevelForEachUseOfAnIndexForNoGrowth() {
    var curve = curve(size -> size >= 300 ? 33 : 22);

    assertThat(curve.growthVerdict().outcome()).isEqualTo(Outcome.PASS);
  }

  /** As measured: 33 pages up to 75,000 of 105,000 commits, 44 from then on. */
  @Test
  void takesAStairThatEndsLateForNoGrowth() {
    var late = curve(size -> size >= 400 ? 44 : 33);

    assertThat(late.growthVerdict().outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void doesNotTakeForAStairWhatRisesByAndByOrOnlyAtTheEnd() {
    var slope = curve(size -> Math.floor(33 + size * 11 / 500));
    var end = curve(size -> size >= 500 ? 44 : 33);
    var ever = curve(size -> 33 + 4 * Math.floor(size / 150));

    assertThat(slope.growthVerdict().evidence()).doesNotContain("stays the same");
    assertThat(end.growthVerdict().evidence()).doesNotContain("stays the same");
    assertThat(ever.growthVerdict().evidence()).doesNotContain("stays the same");
  }

  /** As a scan of the history is: 54 commits fill a page, and there are other pages to look at. */
  @Test
  void doesNotTakeAPageForEveryPageOfHistoryForALevelOfAnIndex() {
    var steep = curve(size -> 2 + size / 50);
    var gentle = curve(size -> 12 + Math.floor(size / 54));

    assertThat(steep.growthVerdict().evidence()).contains("grows linearly with history");
    assertThat(gentle.growthVerdict().evidence()).doesNotContain("stays the same");
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
    assertThat(WaitSampler.words(busy))
        .isEqualTo(
            "users seen at work 100 times: LWLock:WALWrite 60 %, Lock:extend 30 %, working 10 %");
  }

  private static CostCurve curve(DoubleUnaryOperator buffers) {
    var curve = new CostCurve("commit", "history", "commits");
    for (int size = 50; size <= 500; size += 50) {
      curve.work(size, Optional.of(new CostProbe.Cost(buffers.applyAsDouble(size), 100, 1)));
    }
    return curve;
  }
}
