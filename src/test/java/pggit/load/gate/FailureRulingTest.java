package pggit.load.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What follows from failures on one side, on the other, on both. */
class FailureRulingTest {
  private static final double LEVEL = 0.001;
  private static final String ERROR = "23505 ERROR: duplicate key value";

  @Test
  void whatFailsOnBothSidesAlikeIsToldAndHasNoSay() {
    FailureRuling ruling = rule(sessions(12, 1, 1), sessions(12, 1, 1));

    assertThat(ruling.verdict()).isEqualTo(Ruling.PASS);
    assertThat(ruling.sentence())
        .startsWith("commits that fail: both alike, left out")
        .contains("baseline 12 of 12", "candidate 12 of 12", ERROR);
    assertThat(reasons(ruling)).isEmpty();
  }

  @Test
  void whatFailsOnOneSideOnlyIsARegressionOfItsOwnMetric() {
    // once in each of 10 sessions, of one try: by hand 10! 10! / 20! = 1 in 184,756
    FailureRuling ruling = rule(sessions(10, 1, 0), sessions(10, 1, 1));

    assertThat(ruling.verdict()).isEqualTo(Ruling.REGRESSION);
    assertThat(ruling.p()).isBetween(1 / 184_757.0, 1 / 184_755.0);
    assertThat(reasons(ruling))
        .singleElement()
        .asString()
        .startsWith("regression: commits that fail: the candidate fails more often");
  }

  @Test
  void whatFailsMoreOftenIsARegressionAndLessOftenAnImprovement() {
    Attempts often = sessions(8, 1_000, 50);
    Attempts rarely = sessions(8, 1_000, 10);

    assertThat(rule(rarely, often).verdict()).isEqualTo(Ruling.REGRESSION);
    assertThat(rule(often, rarely).verdict()).isEqualTo(Ruling.IMPROVEMENT);
  }

  @Test
  void oneFailureInThousandsIsChanceOnceThereAreEnoughSessions() {
    Attempts none = sessions(7, 1_000, 0);
    Attempts one =
        new Attempts(none.asked(), List.of(0, 0, 1, 0, 0, 0, 0), Optional.of("40P01 deadlock"));

    assertThat(rule(none, one).verdict()).isEqualTo(Ruling.PASS);
    assertThat(rule(sessions(2, 1_000, 0), sessions(2, 1_000, 1)).verdict())
        .isEqualTo(Ruling.UNDECIDED);
  }

  @Test
  void aHeapOfFailuresInOneSessionIsNoRegression() {
    Attempts none = sessions(8, 100, 0);
    Attempts heap =
        new Attempts(none.asked(), List.of(0, 0, 60, 0, 0, 0, 0, 0), Optional.of("57014 timeout"));

    assertThat(rule(sessions(7, 1, 0), sessions(7, 1, 1), 1e-4).verdict())
        .as("1 in 3,432: some more sessions will tell")
        .isEqualTo(Ruling.UNDECIDED);
    assertThat(rule(none, heap).p()).isLessThan(LEVEL);
    assertThat(rule(none, heap).verdict()).isEqualTo(Ruling.PASS);
  }

  @Test
  void noFalseAlarmWhereBothFailInHeaps() {
    Random random = new Random(5);

    assertThat(Stream.generate(() -> rule(heaps(random), heaps(random)).verdict()).limit(2_000))
        .filteredOn(ruling -> ruling != Ruling.PASS && ruling != Ruling.IMPROVEMENT)
        .hasSizeLessThan(20); // 1 %
  }

  /** In some sessions a fifth fails, in others nothing. */
  private static Attempts heaps(Random random) {
    List<Integer> failed =
        Stream.generate(() -> random.nextInt(3) == 0 ? 10 + random.nextInt(20) : 0)
            .limit(10)
            .toList();
    return new Attempts(Collections.nCopies(10, 100), failed, Optional.of(ERROR));
  }

  private static Attempts sessions(int count, int asked, int failed) {
    return new Attempts(
        Collections.nCopies(count, asked),
        Collections.nCopies(count, failed),
        failed > 0 ? Optional.of(ERROR) : Optional.empty());
  }

  private static List<String> reasons(FailureRuling ruling) {
    return new Judgement(List.of(), List.of(ruling), List.of()).reasons();
  }

  private static FailureRuling rule(Attempts baseline, Attempts candidate) {
    return rule(baseline, candidate, LEVEL);
  }

  private static FailureRuling rule(Attempts baseline, Attempts candidate, double level) {
    return FailureRuling.of("commits", baseline, candidate, level);
  }
}
