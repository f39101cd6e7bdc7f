package pggit.load.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows from a ratio, its interval and what is allowed. */
class JudgeTest {
  private static final Limits LIMITS = new Limits(0.05, 0.02);

  @Test
  void aSureWorseningBeyondTheLimitIsARegression() {
    assertThat(ruling(Example.pairs(Example.LATENCY, 100, 106))).isEqualTo(Ruling.REGRESSION);
    assertThat(ruling(Example.pairs(Example.WAL, 1000, 1021))).isEqualTo(Ruling.REGRESSION);
  }

  @Test
  void aSureButSmallWorseningPasses() {
    assertThat(ruling(Example.pairs(Example.LATENCY, 100, 104))).isEqualTo(Ruling.PASS);
    assertThat(ruling(Example.pairs(Example.WAL, 1000, 1019))).isEqualTo(Ruling.PASS);
  }

  @Test
  void theDirectionBelongsToTheMetric() {
    assertThat(ruling(Example.pairs(Example.RATE, 1000, 900))).isEqualTo(Ruling.REGRESSION);
    assertThat(ruling(Example.pairs(Example.RATE, 1000, 1100))).isEqualTo(Ruling.IMPROVEMENT);
    assertThat(ruling(Example.pairs(Example.LATENCY, 100, 90))).isEqualTo(Ruling.IMPROVEMENT);
  }

  @Test
  void tooFewPairsAreUndecidedHoweverLargeTheDifference() {
    var few = new Measured(Example.LATENCY, true, List.of(1.0, 1.0, 1.0), List.of(9.0, 9.0, 9.0));

    assertThat(ruling(few)).isEqualTo(Ruling.UNDECIDED);
    assertThat(Ruling.of(List.of())).isEqualTo(Ruling.UNDECIDED);
  }

  @Test
  void aWideIntervalIsUndecidedThoughTheRatioIsOne() {
    var noisy =
        new Measured(
            Example.LATENCY,
            true,
            List.of(1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0),
            List.of(2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0));

    assertThat(ruling(noisy)).isEqualTo(Ruling.UNDECIDED);
  }

  @Test
  void oneRegressionDecidesAndOneDoubtPreventsAPass() {
    assertThat(Ruling.of(List.of(Ruling.PASS, Ruling.UNDECIDED, Ruling.REGRESSION)))
        .isEqualTo(Ruling.REGRESSION);
    assertThat(Ruling.of(List.of(Ruling.PASS, Ruling.UNDECIDED, Ruling.IMPROVEMENT)))
        .isEqualTo(Ruling.UNDECIDED);
    assertThat(Ruling.of(List.of(Ruling.PASS, Ruling.IMPROVEMENT))).isEqualTo(Ruling.PASS);
  }

  @Test
  void aCostOnOneSideOnlyIsNamedAndOneOnNeitherLeftOut() {
    var oneSided = Example.pairs(Example.WAL, 0, 500);
    var none = Example.pairs(Example.WAL, 0, 0);

    assertThat(Judge.missing(List.of(oneSided))).singleElement().asString().contains("WAL");
    assertThat(Judge.missing(List.of(none))).isEmpty();
    assertThat(Judge.rule(List.of(none, oneSided), LIMITS, 0.99)).isEmpty();
  }

  @Test
  void saysRatioIntervalThresholdAndPairs() {
    var ruling = Judge.rule(List.of(Example.pairs(Example.RATE, 1000, 900)), LIMITS, 0.99).get(0);

    assertThat(ruling.sentence())
        .isEqualTo("throughput -10.0 % [-10.0, -10.0], allowed -4.8 %, 20 pairs");
  }

  private static Ruling ruling(Measured measured) {
    return Judge.rule(List.of(measured), LIMITS, 0.99).get(0).ruling();
  }
}
