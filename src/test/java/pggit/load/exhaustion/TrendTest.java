package pggit.load.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {

  @Test
  void isNotTiltedByAJump() {
    double[] x = IntStream.range(0, 20).mapToDouble(i -> i * 50).toArray();
    double[] jump =
        IntStream.range(0, 20).mapToDouble(i -> i < 19 ? 8_000_000 : 9_000_000).toArray();

    var trend = Trend.of(x, jump);

    assertThat(trend.perCommit().value()).isZero();
    assertThat(trend.isBelow(64)).isTrue();
  }

  @Test
  void findsALeakOf100BytesInNoiseOfTenThousand() {
    var random = new SplittableRandom(7);
    double[] x = IntStream.range(0, 20).mapToDouble(i -> i * 500).toArray();
    double[] leak =
        IntStream.range(0, 20)
            .mapToDouble(i -> 100 * x[i] + random.nextDouble(-1e4, 1e4))
            .toArray();
    double[] noise =
        IntStream.range(0, 20).mapToDouble(i -> random.nextDouble(-1e4, 1e4)).toArray();

    assertThat(Trend.of(x, leak).isBelow(64)).isFalse();
    assertThat(Trend.of(x, leak).perCommit().value()).isBetween(95.0, 105.0);
    assertThat(Trend.of(x, noise).isBelow(64)).isTrue();
  }

  @Test
  void doesNotGuessFromFourMeasurements() {
    assertThatIllegalArgumentException().isThrownBy(() -> Trend.of(new double[4], new double[4]));
  }
}
