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
  private static Blocks latency(int count, double ratio, Random random) {
    List<Double> baseline = new ArrayList<>();
    List<Double> candidate = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double machine = 1 + 0.3 * i / count;
      baseline.add(machine * Math.exp(0.04 * random.nextGaussian()));
      candidate.add(ratio * machine * Math.exp(0.04 * random.nextGaussian()));
    }
    return Blocks.paired(Direction.LOWER_IS_BETTER, baseline, candidate);
  }

  @Test
  @DisplayName("ten per cent slower is found at once, whatever the machine drifts")
  void findsTenPerCent() {
    Comparison comparison = latency(20, 1.10, new Random(1)).compare(0.95);

    assertThat(comparison.ratio().holds(1.10)).isTrue();
    assertThat(comparison.worse()).isTrue();
    assertThat(comparison.better()).isFalse();
    assertThat(comparison.blocks()).isEqualTo(20);
    assertThat(comparison.p()).isLessThan(1e-4);
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
    Random random = new Random(4);
    List<Double> usual = random.doubles(20, 95, 105).boxed().toList();
    List<Double> slower = random.doubles(20, 86, 94).boxed().toList();

    Comparison comparison = Blocks.paired(Direction.HIGHER_IS_BETTER, usual, slower).compare(0.95);
    Comparison reverse = Blocks.paired(Direction.HIGHER_IS_BETTER, slower, usual).compare(0.95);

    assertThat(comparison.worse()).isTrue();
    assertThat(comparison.worsening().value())
        .isCloseTo(1 / comparison.ratio().value(), within(1e-12));
    assertThat(reverse.better()).isTrue();
    assertThat(reverse.ratio().value()).isCloseTo(1 / comparison.ratio().value(), within(1e-9));
  }

  @Test
  @DisplayName("costs without noise: one WAL record more in each of 8 pairs is exact and certain")
  void findsExactCosts() {
    List<Double> thousand = Collections.nCopies(8, 1000.0);
    Blocks wal = Blocks.paired(Direction.LOWER_IS_BETTER, thousand, Collections.nCopies(8, 1020.0));
    Blocks same = Blocks.paired(Direction.LOWER_IS_BETTER, thousand, thousand);

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
    assertThat(comparison.ratio().low()).isZero();
  }

  @Test
  @DisplayName("Holm: of p 0.01, 0.04 and 0.03 at 95 % only the first stands (0.05 / 3, then / 2)")
  void holmGivesUpAtTheFirstThatFails() {
    List<Comparison> compared =
        Blocks.compare(List.of(fixed(0.01), fixed(0.04), fixed(0.03)), 0.95);

    assertThat(compared.get(0).confidence()).isCloseTo(1 - 0.05 / 3, within(1e-12));
    assertThat(compared.get(2).confidence()).isCloseTo(1 - 0.05 / 2, within(1e-12));
    assertThat(compared.get(1).confidence()).isCloseTo(1 - 0.05 / 2, within(1e-12));
  }

  /** Two runs of each version whose Welch test gives about {@code p}. */
  private static Blocks fixed(double p) {
    double spread = 0.001;
    // two against two with equal spread: freedom 2, p of t is 1 - t / sqrt(2 + t^2)
    double t = Math.sqrt(2) * (1 - p) / Math.sqrt(1 - (1 - p) * (1 - p));
    double difference = t * spread * Math.sqrt(2);
    return Blocks.separate(
        Direction.LOWER_IS_BETTER,
        List.of(Math.exp(-spread), Math.exp(spread)),
        List.of(Math.exp(difference - spread), Math.exp(difference + spread)));
  }

  @Test
  @DisplayName("Welch's test gives the p it was built to give")
  void welchByHand() {
    assertThat(fixed(0.01).compare(0.95).p()).isCloseTo(0.01, within(1e-6));
    assertThat(fixed(0.03).compare(0.95).p()).isCloseTo(0.03, within(1e-6));
    assertThat(fixed(0.03).compare(0.95).worse()).isTrue();
    assertThat(fixed(0.03).compare(0.98).worse()).isFalse();
  }

  @Test
  @DisplayName("five metrics together raise a false alarm in no more than 5 % of gates")
  void holmKeepsTheFamilyAtItsLevel() {
    Random random = new Random(6);
    int gatesWithAlarm = 0;
    int gates = 400;
    for (int i = 0; i < gates; i++) {
      List<Blocks> metrics = new ArrayList<>();
      for (int m = 0; m < 5; m++) {
        metrics.add(latency(20, 1, random));
      }
      boolean alarm = Blocks.compare(metrics, 0.95).stream().anyMatch(c -> c.worse() || c.better());
      gatesWithAlarm += alarm ? 1 : 0;
    }

    assertThat(gatesWithAlarm).isLessThanOrEqualTo(gates * 7 / 100);
  }

  @Test
  void noMetricsGiveNoComparisons() {
    assertThat(Blocks.compare(List.of(), 0.95)).isEmpty();
  }

  @Test
  void refusesWhatCannotBeCompared() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Blocks.paired(Direction.NEITHER, List.of(), List.of()))
        .withMessageContaining("there are 0 and 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Blocks.paired(Direction.NEITHER, List.of(1.0), List.of(0.0)))
        .withMessage("expected finite numbers above 0, was 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Blocks.paired(Direction.NEITHER, List.of(1.0), List.of(1.0, 2.0)))
        .withMessageContaining("there are 1 and 2");
  }
}
