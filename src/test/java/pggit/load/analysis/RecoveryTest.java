package pggit.load.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import pggit.load.analysis.Recovery.Kind;
import pggit.load.measure.Outcome;

class RecoveryTest {
  private static final LoadWindow GOOD = new LoadWindow(70, 70, 0.010, 0, 0);
  private static final LoadWindow DOWN = new LoadWindow(70, 5, 2, 0.6, 12);
  private static final List<LoadWindow> BEFORE = Collections.nCopies(20, GOOD);

  private static List<LoadWindow> windows(int down, int good) {
    List<LoadWindow> windows = new ArrayList<>(Collections.nCopies(down, DOWN));
    windows.addAll(Collections.nCopies(good, GOOD));
    return windows;
  }

  @Test
  @DisplayName("recovered at the first of ten good windows in a row, after 4 s")
  void countsFromFirstOfTenGoodWindows() {
    Recovery recovery = Recovery.of(BEFORE, windows(4, 20), 1, 100, 0);

    assertThat(recovery.kind()).isEqualTo(Kind.RECOVERED);
    assertThat(recovery.seconds()).hasValue(4);
    assertThat(recovery.limitSeconds()).isEqualTo(10);
    assertThat(recovery.goodputRatio()).isGreaterThanOrEqualTo(Recovery.Steady.LEAST_SERVED);
    assertThat(recovery.p95Ratio()).isLessThanOrEqualTo(Recovery.Steady.MOST_P95);
    assertThat(recovery.sentence())
        .isEqualTo(
            "recovered within 4 s of the load's return, limit 10 s;"
                + " at the end 100 % of the goodput and 1 times the p95 of before");
    assertThat(recovery.estimate().value()).hasValue(4);
  }

  @Test
  @DisplayName("nine good windows and a bad one are no recovery")
  void wantsTenInARow() {
    List<LoadWindow> after = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      after.addAll(Collections.nCopies(9, GOOD));
      after.add(DOWN);
    }

    assertThat(Recovery.of(BEFORE, after, 1, 100, 0).kind()).isEqualTo(Kind.METASTABLE);
  }

  @Test
  @DisplayName("backlog 600 at 30/s spare takes 20 s, so three times that, 60 s, is the limit")
  void limitFollowsBacklog() {
    Recovery inTime = Recovery.of(BEFORE, windows(50, 20), 1, 100, 600);
    Recovery late = Recovery.of(BEFORE, windows(70, 20), 1, 100, 600);

    assertThat(inTime.limitSeconds()).isCloseTo(60, within(1e-9));
    assertThat(inTime.kind()).isEqualTo(Kind.RECOVERED);
    assertThat(late.kind()).isEqualTo(Kind.LATE);
    assertThat(late.verdict().outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void neverBackIsMetastable() {
    Recovery recovery = Recovery.of(BEFORE, windows(60, 0), 1, 100, 0);

    assertThat(recovery.kind()).isEqualTo(Kind.METASTABLE);
    assertThat(recovery.goodputRatio()).isCloseTo(5.0 / 70, within(1e-9));
    assertThat(recovery.sentence())
        .startsWith("metastable: still not back 60 s after the load's return, limit 10 s");
    assertThat(recovery.verdict().outcome()).isEqualTo(Outcome.FAIL);
    assertThat(recovery.estimate().value()).isEmpty();
  }

  /** Ten good windows come by chance, too: what counts is whether it stays back. */
  @Test
  void backForAMomentAndThenDownIsNoRecovery() {
    Recovery down = Recovery.of(BEFORE, relapsing(30), 1, 100, 0);
    Recovery brief = Recovery.of(BEFORE, relapsing(15), 1, 100, 0);

    assertThat(down.verdict().outcome()).isEqualTo(Outcome.FAIL);
    assertThat(down.sentence())
        .startsWith(
            "metastable: back 4 s after the load's return, then down for the last 30 s, limit 10 s");
    assertThat(down.estimate().value()).isEmpty();
    assertThat(brief.verdict().outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(brief.sentence())
        .startsWith(
            "recovery undecided: back 4 s after the load's return, and down for the last 15 s");
  }

  private static List<LoadWindow> relapsing(int down) {
    List<LoadWindow> after = new ArrayList<>(windows(4, 12));
    after.addAll(Collections.nCopies(down, DOWN));
    return after;
  }

  @Test
  void watchedTooShortlyIsUndecided() {
    assertThat(Recovery.of(BEFORE, windows(15, 0), 1, 100, 0).kind()).isEqualTo(Kind.UNDECIDED);
  }

  @Test
  void loadAtCapacityLeavesNothingToRecoverWith() {
    Recovery recovery = Recovery.of(BEFORE, windows(60, 20), 1, 60, 100);

    assertThat(recovery.kind()).isEqualTo(Kind.UNDECIDED);
    assertThat(recovery.sentence()).contains("no less than the capacity");
  }

  /** Bad seconds now and then, before and after alike: that may be the machine. */
  @Test
  void unsteadyBeforeIsUndecided() {
    List<LoadWindow> unsteady = unsteady(60);

    assertThat(Recovery.of(unsteady, unsteady, 1, 100, 0).kind()).isEqualTo(Kind.UNDECIDED);
    assertThat(Recovery.of(unsteady, late(), 1, 100, 0).kind()).isEqualTo(Kind.UNDECIDED);
    assertThat(Recovery.of(BEFORE, late(), 1, 100, 0).kind()).isEqualTo(Kind.LATE);
  }

  @Test
  void unsteadyBeforeExcusesNobodyWhoStaysDown() {
    assertThat(Recovery.of(unsteady(20), windows(60, 0), 1, 100, 0).kind())
        .isEqualTo(Kind.METASTABLE);
  }

  @Test
  void unsteadyBeforeTakesNothingFromARecovery() {
    assertThat(Recovery.of(unsteady(20), windows(4, 20), 1, 100, 0).kind())
        .isEqualTo(Kind.RECOVERED);
  }

  private static List<LoadWindow> unsteady(int length) {
    List<LoadWindow> unsteady = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      unsteady.add(i % 5 == 0 ? DOWN : GOOD);
    }
    return unsteady;
  }

  private static List<LoadWindow> late() {
    return windows(20, 20);
  }

  @Test
  @DisplayName("each criterion alone keeps a window from being good")
  void judgesEachCriterion() {
    Recovery.Steady steady = Recovery.Steady.of(BEFORE);

    assertThat(steady.asGood(new LoadWindow(70, 67, 0.0124, 0.004, 0))).isTrue();
    assertThat(steady.asGood(new LoadWindow(70, 66, 0.010, 0, 0))).isFalse();
    assertThat(steady.asGood(new LoadWindow(70, 70, 0.0126, 0, 0))).isFalse();
    assertThat(steady.asGood(new LoadWindow(70, 70, 0.010, 0.006, 0))).isFalse();
    assertThat(steady.asGood(new LoadWindow(70, 70, 0.010, 0, 1))).isFalse();
  }

  @Test
  @DisplayName("arrivals that fluctuate by chance are no loss of goodput")
  void toleratesRandomArrivals() {
    Random random = new Random(1);
    List<LoadWindow> poisson = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      double arrived = Math.round(70 + 8 * random.nextGaussian());
      poisson.add(new LoadWindow(arrived, arrived, 0.010, 0, 0));
    }

    assertThat(Recovery.of(poisson, poisson, 1, 100, 0).seconds()).hasValue(0);
  }

  /** The usual p95 of before is the measure, not the worst: else one pause would excuse ten. */
  @Test
  void measuresResponseTimesByTheUsualOnes() {
    List<LoadWindow> before = new ArrayList<>(BEFORE);
    before.set(7, new LoadWindow(70, 70, 0.030, 0, 0));
    List<LoadWindow> after = new ArrayList<>(BEFORE);
    after.set(5, new LoadWindow(70, 70, 0.025, 0, 0));

    assertThat(Recovery.of(before, after, 1, 100, 0).seconds()).hasValue(6);
    assertThat(Recovery.of(BEFORE, after, 1, 100, 0).seconds()).hasValue(6);
  }

  @Test
  void countsShorterWindowsInSeconds() {
    Recovery recovery = Recovery.of(BEFORE, windows(4, 20), 0.25, 100, 0);
    Recovery down = Recovery.of(BEFORE, windows(50, 0), 0.25, 100, 0);

    assertThat(recovery.seconds()).hasValue(1);
    assertThat(down.watchedSeconds()).isEqualTo(12.5);
    assertThat(down.kind()).isEqualTo(Kind.METASTABLE);
    assertThat(Recovery.of(BEFORE, windows(49, 0), 0.25, 100, 0).kind()).isEqualTo(Kind.UNDECIDED);
  }

  @Test
  void refusesTooFewWindows() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Recovery.of(windows(0, 9), BEFORE, 1, 100, 0))
        .withMessageContaining("10 windows before");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Recovery.of(BEFORE, List.of(), 1, 100, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Recovery.of(
                    Collections.nCopies(10, new LoadWindow(70, 0, 0, 1, 0)), BEFORE, 1, 100, 0))
        .withMessageContaining("nothing succeeded");
    assertThatIllegalArgumentException().isThrownBy(() -> new LoadWindow(1, 1, 1, 1.1, 0));
  }
}
