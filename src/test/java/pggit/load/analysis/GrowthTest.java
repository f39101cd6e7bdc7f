package pggit.load.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Estimate;
import pggit.load.measure.Outcome;

class GrowthTest {
  private static final Subject COMMIT = new Subject("commit time", "ms", "history", "commits");
  private static final double[] SIZES = Synthetic.sizes(20, 5_000);

  /** One microsecond for each thousand commits, on top of one millisecond: 1.1 ms at 100,000. */
  private static double[] line() {
    return Arrays.stream(SIZES).map(size -> 1 + size * 1e-6).toArray();
  }

  private static Growth noisy(GrowthModel model, double exponent, double factor, long seed) {
    double[] costs = Synthetic.curve(model, exponent, factor, SIZES);
    return Growth.of(COMMIT, SIZES, Synthetic.noisy(costs, 0.01, new Random(seed)));
  }

  @Test
  @DisplayName("finds an exact line, says its slope, and what it comes to at 10 and 100 times")
  void findsExactLine() {
    double[] costs = Arrays.stream(SIZES).map(size -> 0.1 + size * 1e-5).toArray();

    Growth growth = Growth.of(COMMIT, SIZES, costs);

    assertThat(growth.shape()).contains(Shape.LINEAR);
    assertThat(growth.factor()).isCloseTo(1.1 / 0.15, within(1e-9));
    assertThat(growth.costAt(1_000_000).value().orElseThrow()).isCloseTo(10.1, within(1e-3));
    assertThat(growth.costAt(10_000_000).value().orElseThrow()).isCloseTo(100.1, within(1e-2));
    assertThat(growth.sentence())
        .isEqualTo(
            "commit time grows linearly with history: +100 µs per 10,000 commits [100, 100];"
                + " at 10x history 10.1 ms [10.1, 10.1]");
    assertThat(growth.verdict().outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  @DisplayName("a line over a history that costs each commit means a quadratic total")
  void namesQuadraticTotal() {
    double[] costs = Arrays.stream(SIZES).map(size -> 0.1 + size * 1e-5).toArray();

    TotalCost total = Growth.of(COMMIT, SIZES, costs).total(1_000_000).orElseThrow();

    // integral of 0.1 + 1e-5 x from 0 to 1e6 = 1e5 + 5e6 ms = 5,100 s = 85 min
    assertThat(total.total().value()).isCloseTo(5.1e6, within(5e2));
    assertThat(total.sentence())
        .isEqualTo("1,000,000 commits take 85 min [85, 85] in all; the total grows quadratically");
  }

  @Test
  void namesFlatGrowthWithItsUncertainty() {
    Growth growth = noisy(GrowthModel.CONSTANT, 1, 2, 1);

    assertThat(growth.shape()).contains(Shape.FLAT);
    assertThat(growth.sentence())
        .startsWith("commit time does not grow with history: 1.99 ms, factor 1 [1, ");
    Estimate tenfold = growth.costAt(1_000_000);
    assertThat(tenfold.value().orElseThrow()).isCloseTo(2, within(0.05));
    assertThat(tenfold.high().orElseThrow()).isBetween(2.0, 3.0);
    assertThat(growth.total(1_000).orElseThrow().law()).isEqualTo("linearly");
  }

  @Test
  @DisplayName("10 % over the whole range is negligible, unless told otherwise")
  void letsCallerSayWhatIsNegligible() {
    Growth lenient = Growth.of(COMMIT, SIZES, line());
    Growth strict = Growth.of(COMMIT, SIZES, line(), GrowthOptions.defaults().withNegligible(0.02));

    assertThat(lenient.shape()).contains(Shape.FLAT);
    assertThat(strict.shape()).contains(Shape.LINEAR);
  }

  @Test
  void failsFasterThanLinearGrowth() {
    Growth power = noisy(GrowthModel.POWER, 2, 8, 1);
    Growth exponential = noisy(GrowthModel.EXPONENTIAL, 4, 10, 1);

    assertThat(power.shape()).contains(Shape.POWER);
    assertThat(power.sentence()).contains("grows faster than linearly with history: exponent 2");
    assertThat(power.total(1).orElseThrow().law()).startsWith("as the power 3");
    assertThat(power.verdict().outcome()).isEqualTo(Outcome.FAIL);
    assertThat(exponential.shape()).contains(Shape.EXPONENTIAL);
    // e^(4 x / 100,000) doubles every 100,000 ln 2 / 4 = 17,329
    assertThat(exponential.sentence()).contains("doubling every 17,");
    assertThat(exponential.verdict().outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  @DisplayName("passes when it is at most linear, even if which kind is open")
  void passesWhateverIsAtMostLinear() {
    double[] costs = Synthetic.curve(GrowthModel.POWER, 0.8, 6, SIZES);

    Growth growth = Growth.of(COMMIT, SIZES, Synthetic.noisy(costs, 0.03, new Random(3)));

    assertThat(growth.shape()).isEmpty();
    assertThat(growth.possible()).containsExactlyInAnyOrder(Shape.SUBLINEAR, Shape.LINEAR);
    assertThat(growth.sentence()).startsWith("commit time grows at most linearly with history: ");
    assertThat(growth.verdict().outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void saysWhatIsPossibleWhenUndecided() {
    double[] costs = Synthetic.curve(GrowthModel.LINEAR, 1, 2, SIZES);

    Growth growth = Growth.of(COMMIT, SIZES, Synthetic.noisy(costs, 0.2, new Random(2)));

    assertThat(growth.shape()).isEmpty();
    assertThat(growth.verdict().outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(growth.sentence())
        .startsWith("how commit time grows with history is undecided: 20 measurements with ")
        .contains("linear (weight 0.");
    assertThat(growth.weights().values().stream().mapToDouble(w -> w).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(growth.modelWeights()).containsOnlyKeys(GrowthModel.values());
  }

  @Test
  void saysWhatIsMissingWhenThereAreTooFewMeasurements() {
    Growth growth = Growth.of(COMMIT, new double[] {1, 2, 4}, new double[] {1, 2, 4});

    assertThat(growth.shape()).isEmpty();
    assertThat(growth.factor()).isEqualTo(4);
    assertThat(growth.costAt(40).value()).isEmpty();
    assertThat(growth.total(40)).isEmpty();
    assertThat(growth.verdict().outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(growth.sentence())
        .contains("it takes 6 measurements at 4 sizes", "there are 3 at 3");
  }

  @Test
  @DisplayName("the factor compares the medians at the last and the first size")
  void factorUsesMediansOfRepeats() {
    double[] sizes = {1, 1, 1, 2, 4, 4, 4};
    double[] costs = {1, 1.1, 50, 2, 3.3, 3, 0.1};

    Growth growth = Growth.of(COMMIT, sizes, costs);

    assertThat(growth.factor()).isCloseTo(3 / 1.1, within(1e-12));
    assertThat(growth.factorVerdict(3).outcome()).isEqualTo(Outcome.PASS);
    assertThat(growth.factorVerdict(2.5).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(growth.factorVerdict(3).evidence())
        .isEqualTo("commit time at 4 commits is 2.73 times that at 1, limit 3");
  }

  @Test
  @DisplayName("scaling all costs scales the predictions and changes no claim")
  void isIndifferentToTheUnit() {
    double[] costs =
        Synthetic.noisy(Synthetic.curve(GrowthModel.LINEAR, 1, 6, SIZES), 0.02, new Random(5));
    double[] thousandfold = Arrays.stream(costs).map(c -> 1_000 * c).toArray();

    Growth small = Growth.of(COMMIT, SIZES, costs);
    Growth large = Growth.of(COMMIT, SIZES, thousandfold);

    assertThat(large.shape()).isEqualTo(small.shape());
    assertThat(large.costAt(1e6).value().orElseThrow())
        .isCloseTo(1_000 * small.costAt(1e6).value().orElseThrow(), within(0.1));
  }

  @Test
  @DisplayName("the 95 % interval at 10 times the size holds the truth in 90 % of cases or more")
  void predictionIntervalCovers() {
    double[] truth = Arrays.stream(SIZES).map(size -> 1 + size * 5e-5).toArray();
    GrowthOptions options = new GrowthOptions(0.2, 200, 7);
    Random random = new Random(11);
    int covered = 0;
    int cases = 100;

    for (int i = 0; i < cases; i++) {
      Estimate tenfold =
          Growth.of(COMMIT, SIZES, Synthetic.noisy(truth, 0.03, random), options).costAt(1_000_000);
      boolean holds =
          tenfold.low().orElse(Double.NEGATIVE_INFINITY) <= 51
              && 51 <= tenfold.high().orElse(Double.POSITIVE_INFINITY);
      covered += holds ? 1 : 0;
    }

    assertThat(covered).isBetween(90, 100);
  }

  @Test
  void sameNumbersGiveTheSameAnswerUnderEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.ROOT);
      String root = noisy(GrowthModel.LINEAR, 1, 6, 1).sentence();
      Locale.setDefault(Locale.GERMANY);
      String german = noisy(GrowthModel.LINEAR, 1, 6, 1).sentence();

      assertThat(german).isEqualTo(root);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void givesAllNumbersForTheResultFile() {
    assertThat(noisy(GrowthModel.LINEAR, 1, 6, 1).estimates())
        .extracting(Estimate::name)
        .containsExactly(
            "commit time growth with history, last / first",
            "commit time growth with history, fitted",
            "commit time growth with history, slope",
            "commit time at 1,000,000 commits",
            "commit time at 10,000,000 commits");
  }

  @Test
  void refusesWhatIsNoMeasurement() {
    double[] two = {1, 2};

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Growth.of(COMMIT, two, new double[] {1, 0}))
        .withMessageContaining("commit time: expected finite numbers above 0, was 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Growth.of(COMMIT, two, new double[] {1, Double.NaN}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Growth.of(COMMIT, new double[] {0, 1}, two))
        .withMessageContaining("commits");
    assertThatIllegalArgumentException().isThrownBy(() -> Growth.of(COMMIT, two, new double[] {1}));
  }
}
