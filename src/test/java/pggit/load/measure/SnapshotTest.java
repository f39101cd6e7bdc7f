package pggit.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private static final double MILLI = 1e6;

  @Test
  void givesQuantilesOfKnownValues() {
    Snapshot snapshot = ofMillis(1, 1000);

    assertThat(snapshot.count()).isEqualTo(1000);
    assertThat(snapshot.quantileNanos(0) / MILLI).isCloseTo(1, within(0.001));
    assertThat(snapshot.quantileNanos(0.5) / MILLI).isCloseTo(500, within(0.5));
    assertThat(snapshot.quantileNanos(0.99) / MILLI).isCloseTo(990, within(1.0));
    assertThat(snapshot.quantileNanos(1) / MILLI).isCloseTo(1000, within(1.0));
    assertThat(snapshot.meanNanos() / MILLI).isCloseTo(500.5, within(0.5));
  }

  @Test
  void givesAQuantileWithTheIntervalOfItsOrderStatistics() {
    // n q = 500, 1.96 sqrt(1000 * 0.5 * 0.5) = 30.99: ranks floor(469.01) = 469, ceil(530.99) + 1 =
    // 532.
    Estimate median = ofMillis(1, 1000).quantile("median", 0.5);

    assertThat(median.unit()).isEqualTo("ms");
    assertThat(median.direction()).isEqualTo(Direction.LOWER_IS_BETTER);
    assertThat(median.count()).isEqualTo(1000);
    assertThat(median.value().orElseThrow()).isCloseTo(500, within(0.5));
    assertThat(median.low().orElseThrow()).isCloseTo(469, within(0.5));
    assertThat(median.high().orElseThrow()).isCloseTo(532, within(0.6));
  }

  @Test
  void intervalHoldsTheTrueMedianAboutNineteenTimesOutOfTwenty() {
    Random random = new Random(7);
    int held = 0;
    for (int run = 0; run < 1000; run++) {
      Histogram histogram = Buckets.growing();
      for (int i = 0; i < 100; i++) {
        Buckets.record(histogram, (long) (MILLI * Math.exp(random.nextGaussian())));
      }
      Estimate median = new Snapshot(histogram).quantile("median", 0.5);
      if (median.low().orElseThrow() <= 1 && 1 <= median.high().orElseThrow()) {
        held++;
      }
    }

    assertThat(held).isBetween(930, 985); // binomial(1000, 0.95..0.97)
  }

  @Test
  void addingFiveMillisecondsToEveryValueMovesTheMedianByFive() {
    double median = ofMillis(1, 99).quantileNanos(0.5);

    assertThat((ofMillis(6, 104).quantileNanos(0.5) - median) / MILLI).isCloseTo(5, within(0.06));
  }

  @Test
  void isUnknownWithoutValuesAndWithoutIntervalWithFew() {
    Estimate none = new Snapshot(Buckets.growing()).quantile("p99", 0.99);
    Estimate few = ofMillis(1, 10).quantile("p99", 0.99);

    assertThat(none.value()).isEmpty();
    assertThat(none.count()).isZero();
    assertThat(few.value()).as("but another name for the largest").isEmpty();
    assertThat(few.low()).isEmpty();
    assertThat(few.high()).isEmpty();
  }

  @Test
  void refusesToInventATimeThatNobodyMeasured() {
    Snapshot empty = new Snapshot(Buckets.growing());

    assertThatThrownBy(() -> empty.quantileNanos(0.5)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(empty::meanNanos).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesAQuantileOutsideOfZeroToOne() {
    Snapshot snapshot = ofMillis(1, 10);

    for (double q : new double[] {-0.1, 1.1, 99, Double.NaN}) {
      assertThatThrownBy(() -> snapshot.quantileNanos(q))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("0 to 1");
    }
  }

  @Test
  void ownsItsHistogram() {
    Snapshot snapshot = ofMillis(1, 10);

    snapshot.histogram().reset();

    assertThat(snapshot.count()).isEqualTo(10);
  }

  private static Snapshot ofMillis(int first, int last) {
    Histogram histogram = Buckets.growing();
    for (int millis = first; millis <= last; millis++) {
      Buckets.record(histogram, (long) (millis * MILLI));
    }
    return new Snapshot(histogram);
  }
}
