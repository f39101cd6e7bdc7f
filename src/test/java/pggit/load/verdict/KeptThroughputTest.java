package pggit.load.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Outcome;
import pggit.load.measure.Severity;
import pggit.load.measure.Whose;

class KeptThroughputTest {

  private static final double NOISE = 0.1;
  private static final KeptThroughput NONE = new KeptThroughput(64, List.of());

  @Test
  void failsThroughputThatFallsWhereInsertsHold() {
    // As measured: 33,900/s from 10 connections, 14,000/s from 100.
    var verdict = kept(0.41, 1).verdict(kept(0.95, 2), "users seen at work 9 times: Lock:tuple");

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.whose()).isEqualTo(Whose.PGGIT);
    assertThat(verdict.severity()).isEqualTo(Severity.LOAD);
    assertThat(verdict.evidence())
        .startsWith("with 64 users 0.4")
        .contains("of the throughput with 16 is left", "20 turns of each", "without pgGit 0.9")
        .endsWith("Lock:tuple");
  }

  @Test
  void accusesNobodyOfWhatTheMachineDoesToInsertsAsWell() {
    var verdict = kept(0.6, 1).verdict(kept(0.65, 2), "");

    assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(verdict.whose()).isEqualTo(Whose.SERVER);
    assertThat(verdict.evidence()).contains("it falls", "it may be the machine");
  }

  @Test
  void failsWhatFallsFarBelowInsertsThatFall() {
    assertThat(kept(0.3, 1).verdict(kept(0.65, 2), "").outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void namesAFallThatNothingCanBeComparedWith() {
    var verdict = kept(0.4, 1).verdict(NONE, "");

    assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(verdict.evidence()).contains("it falls, and there is nothing to compare it with");
  }

  @Test
  void passesThroughputThatHoldsAndLeavesOpenWhatIsNotSure() {
    assertThat(kept(1.05, 1).verdict(NONE, "").outcome()).isEqualTo(Outcome.PASS);
    assertThat(kept(0.8, 1).verdict(NONE, "").outcome()).isEqualTo(Outcome.UNDECIDED);
  }

  @Test
  void saysNothingOfTurnsInWhichNothingWasDoneOrThatAreTooFew() {
    var stuck = new KeptThroughput(64, List.of(Map.of(16, 100.0, 64, 0.0)));
    var few = new KeptThroughput(64, rounds(0.4, 1).limit(4).toList());

    for (var unknown : List.of(NONE, stuck, few)) {
      assertThat(unknown.falls()).isFalse();
      assertThat(unknown.verdict(NONE, "").outcome()).isEqualTo(Outcome.UNDECIDED);
      assertThat(unknown.estimates("commit")).isEmpty();
    }
  }

  /** Three lower levels alike: the one that looks best by chance is no reason to fail. */
  @Test
  void isWrongInOneOfAHundredAtMost() {
    long wrong = IntStream.range(0, 1_000).filter(seed -> kept(0.8, seed).falls()).count();

    assertThat(wrong).isLessThan(25); // 1 % would be 10; 25 in 1,000 come once in 50,000 times
  }

  private static KeptThroughput kept(double share, int seed) {
    return new KeptThroughput(64, rounds(share, seed).limit(20).toList());
  }

  private static Stream<Map<Integer, Double>> rounds(double share, int seed) {
    var random = new Random(seed);
    return Stream.generate(
        () ->
            Map.of(
                8, noisy(1_000, random),
                16, noisy(1_010, random),
                32, noisy(990, random),
                64, noisy(1_000 * share, random)));
  }

  private static double noisy(double perSecond, Random random) {
    return perSecond * Math.exp(NOISE * random.nextGaussian());
  }
}
