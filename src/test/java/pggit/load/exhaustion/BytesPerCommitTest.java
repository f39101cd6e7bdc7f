package pggit.load.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BytesPerCommitTest {

  @Test
  void isNotTiltedByAJump() {
    double[] x = IntStream.range(0, 20).mapToDouble(i -> i * 50).toArray();
    double[] jump =
        IntStream.range(0, 20).mapToDouble(i -> i < 19 ? 8_000_000 : 9_000_000).toArray();

    var trend = BytesPerCommit.of(x, jump);

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

    assertThat(BytesPerCommit.of(x, leak).isBelow(64)).isFalse();
    assertThat(BytesPerCommit.of(x, leak).perCommit().value()).isBetween(95.0, 105.0);
    assertThat(BytesPerCommit.of(x, noise).isBelow(64)).isTrue();
  }

  @Test
  void doesNotGuessFromFourMeasurements() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BytesPerCommit.of(new double[4], new double[4]));
  }
}
