package pggit.load.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How often a growth curve of a known shape is recognised: what the verdicts' reliability rests on.
 * Curves grow by a factor between 1.5 and 30 over a size range of 16, most of them on top of a
 * fixed part.
 */
@Tag("slow")
class GrowthRecognitionTest {
  private static final int CASES = 1_000;
  private static final double NEGLIGIBLE = 0.2;

  enum Truth {
    CONSTANT(GrowthModel.CONSTANT, 1, 1, Shape.FLAT, 950),
    LINEAR(GrowthModel.LINEAR, 1, 1, Shape.LINEAR, 650),
    N_LOG_N(GrowthModel.N_LOG_N, 1, 1, Shape.LINEAR, 350),
    ROOT(GrowthModel.POWER, 0.3, 0.7, Shape.SUBLINEAR, 800),
    POWER(GrowthModel.POWER, 1.3, 3, Shape.POWER, 650),
    EXPONENTIAL(GrowthModel.EXPONENTIAL, 2, 6, Shape.EXPONENTIAL, 650);

    private final GrowthModel model;
    private final double lowest;
    private final double highest;
    private final Shape shape;
    private final int recognisedAtLowNoise;

    Truth(GrowthModel model, double lowest, double highest, Shape shape, int recognisedAtLowNoise) {
      this.model = model;
      this.lowest = lowest;
      this.highest = highest;
      this.shape = shape;
      this.recognisedAtLowNoise = recognisedAtLowNoise;
    }

    private double[] costs(double noise, Random random) {
      double exponent = lowest + (highest - lowest) * random.nextDouble();
      double factor = 1.5 * Math.pow(20, random.nextDouble());
      return Synthetic.noisy(
          Synthetic.curve(model, exponent, factor, Synthetic.BATCHES), noise, random);
    }
  }

  /** What came of all cases. */
  private static final class Tally {
    private final Map<Shape, Integer> claims = new EnumMap<>(Shape.class);
    private int undecided;
    private int harmless;
    private int harmful;

    static Tally of(Truth truth, double noise, long seed) {
      Tally tally = new Tally();
      Random random = new Random(seed);
      for (int i = 0; i < CASES; i++) {
        double[] logs = Arrays.stream(truth.costs(noise, random)).map(Math::log).toArray();
        GrowthChoice choice =
            GrowthChoice.of(
                new CurveFitter(Synthetic.BATCHES, logs, NEGLIGIBLE), Synthetic.BATCHES.length);
        choice
            .shape()
            .ifPresentOrElse(
                shape -> tally.claims.merge(shape, 1, Integer::sum), () -> tally.undecided++);
        tally.harmless += choice.claims(Shape.HARMLESS) ? 1 : 0;
        tally.harmful += choice.claims(Shape.HARMFUL) ? 1 : 0;
      }
      return tally;
    }

    int right(Truth truth) {
      return claims.getOrDefault(truth.shape, 0);
    }

    int wrong(Truth truth) {
      return CASES - undecided - right(truth);
    }

    @Override
    public String toString() {
      return "claims %s, undecided %d; at most linear %d, faster %d"
          .formatted(claims, undecided, harmless, harmful);
    }
  }

  @ParameterizedTest
  @EnumSource(Truth.class)
  @DisplayName("at 10 % noise at most 1 % of claims are wrong, of the shape and of the verdict")
  void seldomClaimsWhatIsNotSo(Truth truth) {
    Tally tally = Tally.of(truth, 0.10, 1);

    assertThat(tally.wrong(truth)).as(tally.toString()).isLessThanOrEqualTo(CASES / 100);
    assertThat(Shape.HARMFUL.contains(truth.shape) ? tally.harmless : tally.harmful)
        .as("wrong verdicts: %s", tally)
        .isLessThanOrEqualTo(CASES / 100);
  }

  @ParameterizedTest
  @EnumSource(Truth.class)
  @DisplayName("at 3 % noise most are recognised, and as seldom wrongly")
  void recognisesMostAtLowNoise(Truth truth) {
    Tally tally = Tally.of(truth, 0.03, 2);

    assertThat(tally.wrong(truth)).as(tally.toString()).isLessThanOrEqualTo(CASES / 100);
    assertThat(tally.right(truth)).as(tally.toString()).isGreaterThan(truth.recognisedAtLowNoise);
  }
}
