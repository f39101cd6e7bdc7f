package pggit.load.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CurveFitterTest {
  private static GrowthCurve fit(Candidate candidate, double[] costs) {
    double[] logs = Arrays.stream(costs).map(Math::log).toArray();
    return new CurveFitter(Synthetic.BATCHES, logs, 0.2).fit(candidate);
  }

  private static Candidate of(GrowthModel model, Shape shape) {
    return Candidate.ALL.stream()
        .filter(c -> c.model() == model && c.shape() == shape)
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName("recovers offset, exponent and scale of an exact power: y = 3 + 2 (x / 8000)^1.7")
  void recoversExactPower() {
    double[] costs =
        Arrays.stream(Synthetic.BATCHES).map(x -> 3 + 2 * Math.pow(x / 8000, 1.7)).toArray();

    GrowthCurve curve = fit(of(GrowthModel.POWER, Shape.POWER), costs);

    assertThat(curve.exponent()).isCloseTo(1.7, within(1e-3));
    assertThat(curve.scale() * (1 - curve.share())).isCloseTo(3, within(1e-3));
    assertThat(curve.at(8000)).isCloseTo(5, within(1e-4));
    assertThat(curve.at(16000)).isCloseTo(3 + 2 * Math.pow(2, 1.7), within(1e-2));
  }

  @Test
  @DisplayName("recovers an exponential without a fixed part: y = 2 e^(3 x / 8000)")
  void recoversExactExponential() {
    double[] costs =
        Arrays.stream(Synthetic.BATCHES).map(x -> 2 * Math.exp(3 * x / 8000)).toArray();

    GrowthCurve curve = fit(of(GrowthModel.EXPONENTIAL, Shape.EXPONENTIAL), costs);

    assertThat(curve.exponent()).isCloseTo(3, within(1e-3));
    assertThat(curve.share()).isCloseTo(1, within(1e-4));
    assertThat(curve.doubling()).isCloseTo(8000 * Math.log(2) / 3, within(1.0));
  }

  @Test
  @DisplayName("a fixed part never turns negative: a power through the origin has share 1")
  void keepsFixedPartAboveZero() {
    double[] costs = Arrays.stream(Synthetic.BATCHES).map(x -> x * x).toArray();

    GrowthCurve line = fit(of(GrowthModel.LINEAR, Shape.LINEAR), costs);

    assertThat(line.share()).isEqualTo(1);
  }

  @Test
  @DisplayName("a flat candidate grows by no more than the negligible share")
  void keepsFlatCandidateFlat() {
    double[] costs = Arrays.stream(Synthetic.BATCHES).map(x -> 1 + x).toArray();

    GrowthCurve flat = fit(Candidate.NEARLY_CONSTANT, costs);

    assertThat(flat.at(8000) / flat.at(500)).isCloseTo(1.2, within(1e-6));
  }

  @Test
  @DisplayName("AICc by hand: n = 10, squares = 0.1, k = 3: 10 ln 0.01 + 6 + 24 / 6 = -36.05")
  void computesAiccByHand() {
    assertThat(CurveFitter.aicc(10, 0.1, 3)).isCloseTo(-36.0517, within(1e-4));
  }
}
