package pggit.load.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import pggit.load.analysis.Blocks;

/** What follows from a ratio, its interval and what is allowed. */
class MetricRulingTest {
  private static final Limits LIMITS = new Limits(0.05, 0.02, 0.02);

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
    var few =
        new Measured(
            Example.LATENCY,
            true,
            List.of(1.0, 1.0, 1.0),
            List.of(9.0, 9.0, 9.0),
            List.of(0, 0, 0));

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
            List.of(2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0),
            Example.sessions(10, 5));

    assertThat(ruling(noisy)).isEqualTo(Ruling.UNDECIDED);
  }

  @Test
  void timesOfFewerThanSixSessionsAreNoRegressionButCostsAre() {
    var time = inSessions(Example.LATENCY, 1.1, 1.1, 1.1);
    var cost = inSessions(Example.WAL, 1.1, 1.1, 1.1);

    var ruling = MetricRuling.of(List.of(time), LIMITS, 0.99).get(0);

    assertThat(ruling.verdict()).isEqualTo(Ruling.UNDECIDED);
    assertThat(ruling.sentence()).endsWith("30 pairs in 3 of the 6 sessions that it takes");
    assertThat(ruling(cost)).isEqualTo(Ruling.REGRESSION);
  }

  @Test
  void aTimeThatIsLongerInSomeSessionsOnlyIsNoRegression() {
    var luck = inSessions(Example.LATENCY, 1.2, 1.19, 1.01, 1.15, 0.99, 1.04);
    var worse = inSessions(Example.LATENCY, 1.11, 1.09, 1.1, 1.08, 1.12, 1.1);

    assertThat(ruling(luck)).isEqualTo(Ruling.UNDECIDED);
    assertThat(MetricRuling.of(List.of(luck), LIMITS, 0.99).get(0).sentence())
        .contains(", but 6 sessions do not agree: +9.");
    assertThat(ruling(worse)).isEqualTo(Ruling.REGRESSION);
  }

  @Test
  void aTimeThatIsShorterInSomeSessionsOnlyIsNoImprovementButPasses() {
    var luck = inSessions(Example.LATENCY, 0.8, 0.82, 0.99, 0.85, 1.01, 0.96);
    var better = inSessions(Example.LATENCY, 0.89, 0.91, 0.9, 0.92, 0.88, 0.9);

    var rulings = MetricRuling.of(List.of(luck, better), LIMITS, 0.99);

    assertThat(rulings.get(0).verdict()).isEqualTo(Ruling.PASS);
    assertThat(rulings.get(0).sentence()).contains(", but 6 sessions do not agree: -9.");
    assertThat(rulings.get(0).confidence()).as("a pass's").isEqualTo(0.99);
    assertThat(rulings.get(1).verdict()).isEqualTo(Ruling.IMPROVEMENT);
    assertThat(rulings.get(1).confidence()).as("with Holm's correction").isGreaterThan(0.99);
  }

  private static Measured inSessions(Metric metric, double... ratios) {
    int each = 10;
    return new Measured(
        metric,
        true,
        Collections.nCopies(each * ratios.length, 100.0),
        Arrays.stream(ratios)
            .boxed()
            .flatMap(ratio -> Collections.nCopies(each, 100 * ratio).stream())
            .toList(),
        Example.sessions(each * ratios.length, each));
  }

  /** One is enough for a regression, a pass takes all of them: the intervals shown are these. */
  @Test
  void aRegressionIsSureWhicheverMetricItIsAndAPassOfEachMetricAlone() {
    Measured[] alike = Collections.nCopies(12, scattered(1.0, 0.12)).toArray(Measured[]::new);
    Measured[] worse = Collections.nCopies(12, scattered(1.055, 0.13)).toArray(Measured[]::new);

    assertThat(MetricRuling.of(List.of(alike), LIMITS, 0.99))
        .allSatisfy(each -> assertThat(each.verdict()).isEqualTo(Ruling.PASS))
        .allSatisfy(each -> assertThat(each.high()).isLessThanOrEqualTo(each.allowed()));
    assertThat(Blocks.compare(blocks(alike), 0.99))
        .as("with Holm's correction")
        .allSatisfy(each -> assertThat(each.ratio().high()).isGreaterThan(1.05));

    assertThat(MetricRuling.of(List.of(worse), LIMITS, 0.99))
        .allSatisfy(each -> assertThat(each.verdict()).isEqualTo(Ruling.UNDECIDED))
        .allSatisfy(each -> assertThat(each.low()).isLessThan(1));
    assertThat(blocks(worse).get(0).compare(0.99).worse()).as("alone").isTrue();
  }

  private static List<Blocks> blocks(Measured... measured) {
    return Stream.of(measured).map(Measured::blocks).toList();
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

    assertThat(Measured.missing(List.of(oneSided))).singleElement().asString().contains("WAL");
    assertThat(Measured.missing(List.of(none))).isEmpty();
    assertThat(MetricRuling.of(List.of(none, oneSided), LIMITS, 0.99)).isEmpty();
  }

  @Test
  void saysRatioIntervalThresholdAndPairs() {
    var ruling =
        MetricRuling.of(List.of(Example.pairs(Example.RATE, 1000, 900)), LIMITS, 0.99).get(0);

    assertThat(ruling.sentence())
        .isEqualTo("throughput -10.0 % [-10.0, -10.0], allowed -4.8 %, 30 pairs");
  }

  @Test
  void onABusyMachineAClearProcessorTimeLetsOpenTimesBeLeftOut() {
    Measured work = Example.pairs(Example.CPU, 100, 101);
    Measured open = scattered(1.0, 0.3);

    assertThat(noisy(work, open)).extracting(MetricRuling::metric).containsExactly(LATENCY);
    assertThat(noisy(work)).isEmpty();
    assertThat(noisy(open)).as("nothing tells of the work").isEmpty();
    assertThat(noisy(work, scattered(1.0, 2))).as("open by more than 20 %").isEmpty();
    assertThat(noisy(work, scattered(1.1, 0.5))).as("may be 10 % worse").isEmpty();
    assertThat(noisy(Example.pairs(Example.CPU, 100, 110), open)).as("more work").isEmpty();
  }

  @Test
  void workMayGetWorseByLessThanATimeAndNoiseExcusesLess() {
    assertThat(ruling(Example.pairs(Example.CPU, 100, 101.9))).isEqualTo(Ruling.PASS);
    assertThat(ruling(Example.pairs(Example.CPU, 100, 102.1))).isEqualTo(Ruling.REGRESSION);

    Measured cost = Example.pairs(Example.WAL, 100, 100);
    assertThat(ruling(scattered(Example.CPU, 1.0, 0.05))).isEqualTo(Ruling.PASS);
    assertThat(noisy(cost, scattered(Example.CPU, 1.0, 0.07)))
        .as("surely not worse than 5 %")
        .extracting(MetricRuling::metric)
        .containsExactly(Example.CPU.name());
    assertThat(noisy(cost, scattered(Example.CPU, 1.0, 0.3))).isEmpty();
  }

  private static final String LATENCY = Example.LATENCY.name();

  private static List<MetricRuling> noisy(Measured... measured) {
    return MetricRuling.noisy(MetricRuling.of(List.of(measured), LIMITS, 0.99));
  }

  /** Sixty pairs, evenly around a ratio; sessions have their share of all. */
  private static Measured scattered(double ratio, double by) {
    return scattered(Example.LATENCY, ratio, by);
  }

  private static Measured scattered(Metric metric, double ratio, double by) {
    return new Measured(
        metric,
        true,
        Collections.nCopies(60, 100.0),
        IntStream.range(0, 60)
            .mapToObj(i -> 100 * ratio * Math.exp(by * (i * 7 % 60 - 29.5) / 17.3))
            .toList(),
        Example.sessions(60, 10));
  }

  private static Ruling ruling(Measured measured) {
    return MetricRuling.of(List.of(measured), LIMITS, 0.99).get(0).verdict();
  }
}
