package pggit.load.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Direction;
import pggit.load.measure.Outcome;

class SlopeTest {
  private static final Duration DAY = Duration.ofDays(1);

  private static Slope slope(int count, IntToDoubleFunction value) {
    double[] seconds = new double[count];
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      seconds[i] = i;
      values[i] = value.applyAsDouble(i);
    }
    return Slope.of("server memory", "bytes", seconds, values);
  }

  @Test
  @DisplayName("by hand: of 1, 2, 100, 4, 5 the median of the ten slopes is 1")
  void strayValueDoesNotTilt() {
    double[] values = {1, 2, 100, 4, 5};

    Slope slope = slope(5, i -> values[i]);

    assertThat(slope.perSecond().value()).isEqualTo(1);
    assertThat(slope.start()).isEqualTo(1);
  }

  @Test
  @DisplayName("Sen's own example: 21 slopes, the 11th is 4, the 3rd and the 19th bound it")
  void agreesWithSenOnSevenPoints() {
    // Sen (1968) gives 4 and, at 93 %, the 4th and the 18th; at 95 % it is one further out:
    // 1.96 sqrt(7 * 6 * 19 / 18) = 13.05, (21 -+ 13.05) / 2 = 3.97 and 17.03
    Slope slope =
        Slope.of(
            "y",
            "",
            new double[] {1, 2, 3, 4, 10, 12, 18},
            new double[] {9, 15, 19, 20, 45, 55, 78});

    assertThat(slope.perSecond()).isEqualTo(new Interval(4, 11.0 / 3, 5));
  }

  @Test
  @DisplayName("the interval holds the slope in 92 to 98 of 100 cases, white noise or not")
  void intervalCovers() {
    for (double memory : new double[] {0, 0.9}) {
      Random random = new Random(1);
      int covered = 0;
      int cases = 400;
      for (int c = 0; c < cases; c++) {
        double[] noise = new double[2_000];
        for (int i = 0; i < noise.length; i++) {
          noise[i] = (i == 0 ? 0 : memory * noise[i - 1]) + random.nextGaussian();
        }
        covered += slope(2_000, i -> 50 + 0.001 * i + noise[i]).perSecond().holds(0.001) ? 1 : 0;
      }

      assertThat(covered / (double) cases).as("memory %s", memory).isBetween(0.92, 0.99);
    }
  }

  @Test
  @DisplayName("passes what would not double within a day, fails what would, says when")
  void judgesDoubling() {
    Random random = new Random(2);
    // 100 MiB and 1 MiB an hour: doubles in 100 h; and 10 MiB an hour: doubles in 10 h
    Slope slow = slope(3_600, i -> 0x1p20 * (100 + i / 3600.0) + 1e4 * random.nextGaussian());
    Slope fast = slope(3_600, i -> 0x1p20 * (100 + 10 * i / 3600.0) + 1e4 * random.nextGaussian());

    assertThat(slow.doesNotDouble(DAY).outcome()).isEqualTo(Outcome.PASS);
    assertThat(slow.growthWithin(DAY).value()).isCloseTo(0.24, within(0.01));
    assertThat(fast.doesNotDouble(DAY).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(fast.doesNotDouble(DAY).name()).isEqualTo("no creep of server memory");
    assertThat(fast.sentence())
        .startsWith("server memory: 10 MiB [")
        .contains(" per hour from 100 MiB, watched for 60 min; doubles in 10 h");
    assertThat(fast.estimate(Direction.LOWER_IS_BETTER).unit()).isEqualTo("bytes/h");
  }

  @Test
  @DisplayName("60 kB more in a minute would double 40 MB within a day, but may be the start")
  void doesNotSpeakOfADayAfterAMinute() {
    Slope start = slope(60, i -> 4e7 + 1e3 * i);

    assertThat(start.growthWithin(DAY).low()).isGreaterThan(1);
    assertThat(start.doesNotDouble(DAY).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(start.doesNotDouble(DAY).evidence()).endsWith("to speak of so long a time");
  }

  @Test
  @DisplayName("215 bytes a commit that become 287 within 5 s are a beginning, and no creep")
  void doesNotSpeakOfADayAfterSecondsHoweverSteepTheyAre() {
    Slope start = slope(6, i -> 215 + 16 * i);
    Slope longer = slope(61, i -> 215 + 16 * i);

    assertThat(start.growthWithin(DAY).low()).isGreaterThan(1);
    assertThat(start.doesNotDouble(DAY).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(start.doesNotDouble(DAY).evidence()).endsWith("to speak of so long a time");
    assertThat(longer.doesNotDouble(DAY).outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void noisyShortWatchIsUndecided() {
    Random random = new Random(3);

    Slope slope = slope(60, i -> 100 + 20 * random.nextGaussian());

    assertThat(slope.doesNotDouble(DAY).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(slope.sentence()).endsWith("no slope shown");
  }

  @Test
  @DisplayName("what stays at nothing does not double, what leaves it does")
  void startsFromNothing() {
    assertThat(slope(100, i -> 0).doesNotDouble(DAY).outcome()).isEqualTo(Outcome.PASS);
    assertThat(slope(100, i -> i).doesNotDouble(DAY).outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void fewMeasurementsLeaveTheSlopeUnbounded() {
    Slope slope = slope(3, i -> i);

    assertThat(slope.perSecond().high()).isInfinite();
    assertThat(slope.doesNotDouble(DAY).outcome()).isEqualTo(Outcome.UNDECIDED);
  }

  @Test
  void refusesTimesThatDoNotIncrease() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Slope.of("x", "", new double[] {1, 1}, new double[] {1, 2}))
        .withMessageContaining("times must increase");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Slope.of("x", "", new double[] {1}, new double[] {1}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Slope.of("x", "", new double[] {1, 2}, new double[] {1, Double.NaN}));
  }
}
