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
  private static final Subject PAGES = new Subject("commit work", "buffers", "history", "commits");
  private static final double[] SIZES = Synthetic.sizes(20, 5_000);

  /** On top of 1; with 1e-6 that is 1.1 at 100,000. */
  private static double[] line(double slope) {
    return Arrays.stream(SIZES).map(size -> 1 + size * slope).toArray();
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
    assertThat(growth.sentence(3))
        .isEqualTo(
            "commit time grows linearly with history: 10 ns [10, 10] per commit;"
                + " 1,000,000 commits: 67.3 times [67.3, 67.3]");
    assertThat(growth.atMostLinear()).isTrue();
  }

  @Test
  @DisplayName("a line over a history that costs each commit means a quadratic total")
  void failsWhatALineComesTo() {
    double[] costs = Arrays.stream(SIZES).map(size -> 0.1 + size * 1e-5).toArray();
    Growth growth = Growth.of(COMMIT, SIZES, costs);

    // 0.15 at 5,000; 0.45 at 35,000 is three times as much
    assertThat(growth.within("cost", 30_000, 3).outcome()).isEqualTo(Outcome.FAIL); // measured: 7.3
    assertThat(growth.within("cost", 1_000_000, 3).evidence())
        .isEqualTo(
            "commit time at 5,000 commits: 150 µs, then 10 ns [10, 10] per commit more;"
                + " 1,000,000 commits: 67.3 times [67.3, 67.3], limit 3");
    assertThat(growth.shape().filter(Shape::quadraticInAll)).isPresent();
  }

  @Test
  @DisplayName("10 % more over the range is 100 % more at ten times the size: that is a slope")
  void doesNotCallASlopeNoGrowthThatTenTimesTheSizeMakesTooMuch() {
    Growth growth = Growth.of(PAGES, SIZES, line(3e-6));

    assertThat(growth.sentence(5)).startsWith("commit work does not grow with history: ");
    assertThat(growth.sentence(3))
        .isEqualTo(
            "commit work grows by 0.000003 pages [0.000003, 0.000003] per commit with history;"
                + " 1,000,000 commits: 3.94 times [3.94, 3.94]");
    assertThat(growth.within("cost", 1_000_000, 3).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(growth.within("cost", 1_000_000, 5).outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  @DisplayName("an index is no slope: its next level comes with a hundred times as many rows")
  void tellsALogarithmFromALine() {
    double[] costs =
        Arrays.stream(SIZES).map(size -> Math.round(20 + 2 * Math.log(size))).toArray();

    Growth growth = Growth.of(PAGES, SIZES, costs);

    assertThat(growth.model()).contains(GrowthModel.LOGARITHMIC);
    assertThat(growth.sentence(3)).startsWith("commit work does not grow with history: ");
    assertThat(growth.within("cost", 10_000_000, 3).outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void foretellsNothingBeyondACenturyOrTwoOrdersOfMagnitude() {
    Growth exponential = noisy(GrowthModel.EXPONENTIAL, 4, 10, 1);

    assertThat(exponential.costAt(1_000_000).value()).isEmpty();
    assertThat(exponential.times(1_000_000)).isEmpty();
    assertThat(exponential.costAt(50_000).value()).isPresent();
    assertThat(exponential.sentence(3))
        .endsWith("; what 1,000,000 commits cost is not known from this run");
  }

  @Test
  void namesFlatGrowthWithItsUncertainty() {
    Growth growth = noisy(GrowthModel.CONSTANT, 1, 2, 1);

    assertThat(growth.shape()).contains(Shape.FLAT);
    assertThat(growth.sentence(3))
        .startsWith("commit time does not grow with history: 1.99 ms, factor 1 [1, ");
    Estimate tenfold = growth.costAt(1_000_000);
    assertThat(tenfold.value().orElseThrow()).isCloseTo(2, within(0.05));
    assertThat(tenfold.high().orElseThrow()).isBetween(2.0, 3.0);
  }

  @Test
  @DisplayName(
      "over the whole range 10 % are negligible, 30 % if they are pages of an index's level")
  void letsMorePagesThanTimeBeNegligible() {
    assertThat(Growth.of(COMMIT, SIZES, line(1e-6)).shape()).contains(Shape.FLAT);
    assertThat(Growth.of(COMMIT, SIZES, line(3e-6)).shape()).contains(Shape.LINEAR);
    assertThat(Growth.of(PAGES, SIZES, line(3e-6)).shape()).contains(Shape.FLAT);
    assertThat(Growth.of(PAGES, SIZES, line(6e-6)).shape()).contains(Shape.LINEAR);
  }

  @Test
  void failsFasterThanLinearGrowth() {
    Growth power = noisy(GrowthModel.POWER, 2, 8, 1);
    Growth exponential = noisy(GrowthModel.EXPONENTIAL, 4, 10, 1);

    assertThat(power.shape()).contains(Shape.POWER);
    assertThat(power.sentence(3)).contains("grows faster than linearly with history: exponent 2");
    assertThat(power.fasterThanLinear()).isTrue();
    assertThat(exponential.shape()).contains(Shape.EXPONENTIAL);
    // e^(4 x / 100,000) doubles every 100,000 ln 2 / 4 = 17,329
    assertThat(exponential.sentence(3)).contains("doubling every 17,");
    assertThat(exponential.fasterThanLinear()).isTrue();
  }

  @Test
  @DisplayName("passes when it is at most linear, even if which kind is open")
  void passesWhateverIsAtMostLinear() {
    double[] costs = Synthetic.curve(GrowthModel.POWER, 0.8, 6, SIZES);

    Growth growth = Growth.of(COMMIT, SIZES, Synthetic.noisy(costs, 0.03, new Random(3)));

    assertThat(growth.shape()).isEmpty();
    assertThat(growth.choice().orElseThrow().possible())
        .containsExactlyInAnyOrder(Shape.SUBLINEAR, Shape.LINEAR);
    assertThat(growth.sentence(3)).startsWith("commit time grows at most linearly with history: ");
    assertThat(growth.atMostLinear()).isTrue();
  }

  @Test
  void saysWhatIsPossibleWhenUndecided() {
    double[] costs = Synthetic.curve(GrowthModel.LINEAR, 1, 2, SIZES);

    Growth growth = Growth.of(COMMIT, SIZES, Synthetic.noisy(costs, 0.2, new Random(2)));

    assertThat(growth.shape()).isEmpty();
    assertThat(growth.within("cost", 1_000_000, 3).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(growth.costAt(1_000_000).value()).isEmpty();
    assertThat(growth.sentence(3))
        .startsWith("how commit time grows with history is undecided: 20 measurements with ")
        .contains("linear (weight 0.");
    assertThat(growth.choice().orElseThrow().weights().values().stream().mapToDouble(w -> w).sum())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void saysWhatIsMissingWhenThereAreTooFewMeasurements() {
    Growth growth = Growth.of(COMMIT, new double[] {1, 2, 4}, new double[] {1, 2, 4});

    assertThat(growth.shape()).isEmpty();
    assertThat(growth.factor()).isEqualTo(4);
    assertThat(growth.costAt(40).value()).isEmpty();
    assertThat(growth.within("cost", 4, 3).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(growth.sentence(3))
        .contains("it takes 6 measurements at 4 sizes", "there are 3 at 3");
  }

  @Test
  @DisplayName("the factor compares the medians at the last and the first size")
  void factorUsesMediansOfRepeats() {
    double[] sizes = {1, 1, 1, 2, 4, 4, 4};
    double[] costs = {1, 1.1, 50, 2, 3.3, 3, 0.1};

    Growth growth = Growth.of(COMMIT, sizes, costs);

    assertThat(growth.factor()).isCloseTo(3 / 1.1, within(1e-12));
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
    Random random = new Random(11);
    int covered = 0;
    int cases = 100;

    for (int i = 0; i < cases; i++) {
      Estimate tenfold =
          Growth.of(COMMIT, SIZES, Synthetic.noisy(truth, 0.03, random)).costAt(1_000_000);
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
      String root = noisy(GrowthModel.LINEAR, 1, 6, 1).sentence(3);
      Locale.setDefault(Locale.GERMANY);
      String german = noisy(GrowthModel.LINEAR, 1, 6, 1).sentence(3);
      Locale.setDefault(Locale.forLanguageTag("fa-IR"));
      String persian = noisy(GrowthModel.LINEAR, 1, 6, 1).sentence(3);

      assertThat(german).isEqualTo(root);
      assertThat(persian).isEqualTo(root);
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
