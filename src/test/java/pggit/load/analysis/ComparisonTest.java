package pggit.load.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Direction;

class ComparisonTest {
  /** Pairs on a machine that drifts by 30 % while they are measured, with 4 % noise per block. */
  private static PairedBlocks pairs(
      String metric, Direction direction, int count, double ratio, Random random) {
    List<Double> baseline = new ArrayList<>();
    List<Double> candidate = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double machine = 1 + 0.3 * i / count;
      baseline.add(machine * Math.exp(0.04 * random.nextGaussian()));
      candidate.add(ratio * machine * Math.exp(0.04 * random.nextGaussian()));
    }
    return new PairedBlocks(metric, direction, baseline, candidate);
  }

  private static PairedBlocks latency(int count, double ratio, Random random) {
    return pairs("commit latency p95", Direction.LOWER_IS_BETTER, count, ratio, random);
  }

  @Test
  @DisplayName("ten per cent slower is found at once, whatever the machine drifts")
  void findsTenPerCent() {
    Comparison comparison = latency(20, 1.10, new Random(1)).compare(0.95);

    assertThat(comparison.ratio().holds(1.10)).isTrue();
    assertThat(comparison.worse()).isTrue();
    assertThat(comparison.better()).isFalse();
    assertThat(comparison.sentence())
        .matches(
            "commit latency p95: \\+\\d+\\.\\d+ % \\[\\+\\d+\\.\\d+, \\+\\d+\\.\\d+] against the"
                + " baseline, worse; 20 blocks, p = < 0.0001");
  }

  @Test
  @DisplayName("unchanged code is called different in no more than 5 % of 1,000 comparisons")
  void raisesFewFalseAlarms() {
    Random random = new Random(2);
    int alarms = 0;
    for (int i = 0; i < 1_000; i++) {
      Comparison comparison = latency(20, 1, random).compare(0.95);
      alarms += comparison.worse() || comparison.better() ? 1 : 0;
    }

    assertThat(alarms).isBetween(25, 60);
  }

  @Test
  @DisplayName("five per cent is found with 40 pairs in 95 of 100 cases")
  void findsFivePerCent() {
    Random random = new Random(3);
    int found = 0;
    for (int i = 0; i < 300; i++) {
      found += latency(40, 1.05, random).compare(0.95).worse() ? 1 : 0;
    }

    assertThat(found).isGreaterThanOrEqualTo(285);
  }

  @Test
  @DisplayName("lower throughput is worse, and swapping the versions turns the ratio over")
  void directionBelongsToTheMetric() {
    PairedBlocks slower = pairs("throughput", Direction.HIGHER_IS_BETTER, 20, 0.9, new Random(4));
    PairedBlocks swapped =
        new PairedBlocks(
            "throughput", Direction.HIGHER_IS_BETTER, slower.candidate(), slower.baseline());

    Comparison comparison = slower.compare(0.95);
    Comparison reverse = swapped.compare(0.95);

    assertThat(comparison.worse()).isTrue();
    assertThat(comparison.worsening().value())
        .isCloseTo(1 / comparison.ratio().value(), within(1e-12));
    assertThat(reverse.better()).isTrue();
    assertThat(reverse.ratio().value()).isCloseTo(1 / comparison.ratio().value(), within(1e-9));
  }

  @Test
  @DisplayName("costs without noise: one WAL record more in each of 8 pairs is exact and certain")
  void findsExactCosts() {
    PairedBlocks wal =
        new PairedBlocks(
            "WAL bytes per commit",
            Direction.LOWER_IS_BETTER,
            Collections.nCopies(8, 1000.0),
            Collections.nCopies(8, 1020.0));
    PairedBlocks same =
        new PairedBlocks(
            "WAL bytes per commit", Direction.LOWER_IS_BETTER, wal.baseline(), wal.baseline());

    assertThat(wal.compare(0.95).ratio().low()).isCloseTo(1.02, within(1e-12));
    assertThat(wal.compare(0.95).worse()).isTrue();
    assertThat(wal.compare(0.95).p()).isCloseTo(2.0 / 256, within(1e-12));
    assertThat(same.compare(0.95).worse()).isFalse();
    assertThat(same.compare(0.95).p()).isEqualTo(1);
  }

  @Test
  void tooFewPairsLeaveTheRatioUnbounded() {
    Comparison comparison = latency(3, 2, new Random(5)).compare(0.95);

    assertThat(comparison.worse()).isFalse();
    assertThat(comparison.ratio().high()).isInfinite();
    assertThat(comparison.estimate().low()).isEmpty();
    assertThat(comparison.sentence()).contains("[-100.00, unbounded]", "no difference shown");
  }

  @Test
  @DisplayName("Holm: of p 0.01, 0.04 and 0.03 at 95 % only the first stands (0.05 / 3, then / 2)")
  void holmGivesUpAtTheFirstThatFails() {
    List<Comparison> compared =
        Holm.compare(List.of(fixed("a", 0.01), fixed("b", 0.04), fixed("c", 0.03)), 0.95);

    assertThat(compared).extracting(Comparison::metric).containsExactly("a", "b", "c");
    assertThat(compared.get(0).confidence()).isCloseTo(1 - 0.05 / 3, within(1e-12));
    assertThat(compared.get(2).confidence()).isCloseTo(1 - 0.05 / 2, within(1e-12));
    assertThat(compared.get(1).confidence()).isCloseTo(1 - 0.05 / 2, within(1e-12));
  }

  /** Two runs of each version whose Welch test gives about {@code p}. */
  private static SeparateBlocks fixed(String metric, double p) {
    double spread = 0.001;
    // two against two with equal spread: freedom 2, p of t is 1 - t / sqrt(2 + t^2)
    double t = Math.sqrt(2) * (1 - p) / Math.sqrt(1 - (1 - p) * (1 - p));
    double difference = t * spread * Math.sqrt(2);
    return new SeparateBlocks(
        metric,
        Direction.LOWER_IS_BETTER,
        List.of(Math.exp(-spread), Math.exp(spread)),
        List.of(Math.exp(difference - spread), Math.exp(difference + spread)));
  }

  @Test
  @DisplayName("Welch's test gives the p it was built to give")
  void welchByHand() {
    assertThat(fixed("a", 0.01).compare(0.95).p()).isCloseTo(0.01, within(1e-6));
    assertThat(fixed("a", 0.03).compare(0.95).p()).isCloseTo(0.03, within(1e-6));
    assertThat(fixed("a", 0.03).compare(0.95).worse()).isTrue();
    assertThat(fixed("a", 0.03).compare(0.98).worse()).isFalse();
  }

  @Test
  @DisplayName("five metrics together raise a false alarm in no more than 5 % of gates")
  void holmKeepsTheFamilyAtItsLevel() {
    Random random = new Random(6);
    int gatesWithAlarm = 0;
    int gates = 400;
    for (int i = 0; i < gates; i++) {
      List<PairedBlocks> metrics = new ArrayList<>();
      for (int m = 0; m < 5; m++) {
        metrics.add(latency(20, 1, random));
      }
      boolean alarm = Holm.compare(metrics, 0.95).stream().anyMatch(c -> c.worse() || c.better());
      gatesWithAlarm += alarm ? 1 : 0;
    }

    assertThat(gatesWithAlarm).isLessThanOrEqualTo(gates * 7 / 100);
  }

  @Test
  void noMetricsGiveNoComparisons() {
    assertThat(Holm.compare(List.of(), 0.95)).isEmpty();
  }

  @Test
  void refusesWhatCannotBeCompared() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PairedBlocks("p95", Direction.NEITHER, List.of(), List.of()))
        .withMessage("p95: no measurement of the baseline");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PairedBlocks("p95", Direction.NEITHER, List.of(1.0), List.of(0.0)))
        .withMessage("p95 of the candidate: expected finite numbers above 0, was 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new PairedBlocks("p95", Direction.NEITHER, List.of(1.0), List.of(1.0, 2.0)))
        .withMessageContaining("there are 1 and 2");
  }
}
