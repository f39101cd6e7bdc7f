package pggit.load.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProportionTest {
  @Test
  void noneOf300IsAtMost1Point3Percent() {
    Interval interval = new Proportion(0, 300).interval();

    assertThat(interval.low()).isZero();
    assertThat(interval.high()).isCloseTo(0.01264, within(1e-5)); // z² / (n + z²)
  }

  @Test
  void halfOfTenIsBetween24And76Percent() { // Wilson: 0.2366 to 0.7634
    Interval interval = new Proportion(5, 10).interval();

    assertThat(interval.low()).isCloseTo(0.2366, within(1e-4));
    assertThat(interval.high()).isCloseTo(0.7634, within(1e-4));
    assertThat(new Proportion(5, 10).sentence()).isEqualTo("5 of 10 (50.0 %, 23.7 to 76.3 %)");
  }

  @Test
  void theLadyTastingTeaIsRightByChanceOnceIn70() { // Fisher (1935): 1 / (8 over 4)
    assertThat(new Proportion(4, 4).excessOver(new Proportion(0, 4)))
        .isCloseTo(1 / 70.0, within(1e-12));
    assertThat(new Proportion(3, 4).excessOver(new Proportion(1, 4)))
        .isCloseTo(17 / 70.0, within(1e-12));
    assertThat(new Proportion(1, 4).comparedTo(new Proportion(1, 5))).isPositive();
    assertThat(new Proportion(1, 4).comparedTo(new Proportion(0, 0))).isZero();
  }

  @Test
  void withoutTrialsAnythingIsPossible() {
    assertThat(new Proportion(0, 0).interval()).isEqualTo(new Interval(0, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Proportion(3, 2));
  }
}
