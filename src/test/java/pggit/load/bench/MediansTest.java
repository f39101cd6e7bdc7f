package pggit.load.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Outcome;

class MediansTest {

  /** From the table of the sign test at 5 %, two-sided: 2 x P(X <= r - 1) for X ~ B(n, 1/2). */
  @ParameterizedTest
  @CsvSource({"1,0", "5,0", "6,1", "7,1", "8,1", "9,2", "12,3", "15,4", "20,6", "25,8"})
  void intervalLiesBetweenOrderStatisticsOfTheSignTest(int n, int rank) {
    assertThat(Medians.rank(n)).isEqualTo(rank);
  }

  @Test
  void medianOfSevenHasSmallestAndLargestAsInterval() {
    var median = of(5, 1, 4, 2, 9, 3, 8);

    assertThat(median.value()).hasValue(4);
    assertThat(median.low()).hasValue(1);
    assertThat(median.high()).hasValue(9);
    assertThat(median.count()).isEqualTo(7);
  }

  @Test
  void medianOfFewOrEvenlyManyHasNoIntervalOrTheMeanOfTheMiddleTwo() {
    assertThat(of(3, 1, 2).value()).hasValue(2);
    assertThat(of(3, 1, 2).low()).isEmpty();
    assertThat(of(4, 1, 3, 2).value()).hasValue(2.5);
    assertThat(of().value()).isEmpty();
  }

  @Test
  void goalIsUndecidedWhileTheIntervalHoldsTheLimit() {
    var ratio = of(0.9, 0.92, 0.94, 0.96, 0.98, 1.0);

    assertThat(Goal.atLeast(ratio, 0.9).outcome()).isEqualTo(Outcome.PASS);
    assertThat(Goal.atLeast(ratio, 0.95).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(Goal.atLeast(ratio, 1.1).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(Goal.atMost(ratio, 1.0).outcome()).isEqualTo(Outcome.PASS);
    assertThat(Goal.atMost(ratio, 0.95).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(Goal.atMost(ratio, 0.8).outcome()).isEqualTo(Outcome.FAIL);
  }

  private static Estimate of(double... values) {
    return Medians.of("m", "", Direction.NEITHER, values);
  }
}
