package pggit.load.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import pggit.load.measure.Direction;

class IntervalTest {
  @Test
  void takesPercentilesOfResamples() {
    double[] resampled = new double[101];
    for (int i = 0; i <= 100; i++) {
      resampled[i] = 100 - i;
    }

    assertThat(Interval.percentile(50, resampled, 0.5)).isEqualTo(new Interval(50, 25, 75));
    assertThat(Interval.percentile(99, resampled, 0.5)).isEqualTo(new Interval(99, 25, 99));
  }

  @Test
  void interpolatesQuantiles() {
    double[] sorted = {1, 2, 4, Double.POSITIVE_INFINITY};

    assertThat(Interval.quantile(sorted, 0)).isEqualTo(1);
    assertThat(Interval.quantile(sorted, 0.5)).isEqualTo(3);
    assertThat(Interval.quantile(sorted, 1)).isInfinite();
  }

  @Test
  void leavesUnboundedEndsOutOfResultFiles() {
    Interval open = new Interval(2, 1, Double.POSITIVE_INFINITY);
    Interval none = new Interval(Double.POSITIVE_INFINITY, 1, Double.POSITIVE_INFINITY);

    assertThat(open.estimate("a", "", Direction.NEITHER, 3).value()).hasValue(2);
    assertThat(open.estimate("a", "", Direction.NEITHER, 3).low()).isEmpty();
    assertThat(none.estimate("a", "", Direction.NEITHER, 3).value()).isEmpty();
  }

  @Test
  void refusesEndsOnTheWrongSide() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Interval(1, 2, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> new Interval(Double.NaN, 2, 3));
  }
}
