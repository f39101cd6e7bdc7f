package pggit.load.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Why pairs are compared by signed ranks: what each method covers, and how wide it is. */
class SignedRanksTest {
  private static final int CASES = 2_000;

  /** Differences of pairs measured in random order; no true difference. */
  enum Weather {
    CALM {
      @Override
      double difference(Random random) {
        return random.nextGaussian();
      }
    },
    /**
     * One block in ten is hit by something, a vacuum or a neighbour, in either half of the pair.
     */
    GUSTY {
      @Override
      double difference(Random random) {
        double gust = random.nextDouble() < 0.1 ? 6 : 0;
        double otherGust = random.nextDouble() < 0.1 ? 6 : 0;
        return random.nextGaussian() + gust - otherGust;
      }
    };

    abstract double difference(Random random);
  }

  private interface Method {
    Interval interval(double[] differences);
  }

  private static final Method SIGNED_RANKS = d -> new SignedRanks(d).interval(0.95);
  private static final Method STUDENT_T = d -> StudentT.ofMean(d).interval(0.95);

  /** Share of intervals that hold 0, and their mean width. */
  private record Quality(double coverage, double width) {
    static Quality of(Method method, Weather weather, int pairs, int cases) {
      Random random = new Random(42);
      int covered = 0;
      double width = 0;
      for (int i = 0; i < cases; i++) {
        double[] differences = new double[pairs];
        Arrays.setAll(differences, j -> weather.difference(random));
        Interval interval = method.interval(differences);
        covered += interval.holds(0) ? 1 : 0;
        width += (interval.high() - interval.low()) / cases;
      }
      return new Quality(covered / (double) cases, width);
    }
  }

  @ParameterizedTest
  @EnumSource(Weather.class)
  @DisplayName("signed ranks cover 95 % with 6, 10, 20 and 40 pairs, calm or gusty")
  void signedRanksCoverWhatTheyPromise(Weather weather) {
    for (int pairs : new int[] {6, 10, 20, 40}) {
      Quality quality = Quality.of(SIGNED_RANKS, weather, pairs, CASES);

      assertThat(quality.coverage()).as("%d pairs", pairs).isGreaterThan(0.94);
    }
  }

  @Test
  @DisplayName("Student's t covers too, is as narrow when calm, but wider with gusts")
  void studentIsWiderWithGusts() {
    Quality student = Quality.of(STUDENT_T, Weather.GUSTY, 40, CASES);
    Quality ranks = Quality.of(SIGNED_RANKS, Weather.GUSTY, 40, CASES);
    Quality calmStudent = Quality.of(STUDENT_T, Weather.CALM, 40, CASES);
    Quality calmRanks = Quality.of(SIGNED_RANKS, Weather.CALM, 40, CASES);

    assertThat(student.coverage()).isGreaterThan(0.94);
    assertThat(ranks.width()).isLessThan(0.75 * student.width());
    assertThat(calmRanks.width()).isLessThan(1.05 * calmStudent.width());
  }

  @Test
  @DisplayName("by hand: of 1, 2, 3, 4, 5, 6 all 21 pairwise means are above 0, so p = 2 / 64")
  void countsSignedRanksByHand() {
    double[] differences = {1, 2, 3, 4, 5, 6};

    assertThat(new SignedRanks(differences).p()).isCloseTo(2.0 / 64, within(1e-12));
    // 95 %: one pairwise mean is cut from each side (P(W = 0) = 1/64 < 0.025 < 2/64)
    assertThat(new SignedRanks(differences).interval(0.95)).isEqualTo(new Interval(3.5, 1, 6));
    // 99 %: six pairs cannot say
    assertThat(new SignedRanks(differences).interval(0.99).high()).isInfinite();
  }

  @Test
  @DisplayName("by hand: mean 2, deviation 1, n = 3: t = 2 sqrt 3, p = 0.0742, +- 4.303 / sqrt 3")
  void computesStudentByHand() {
    double[] differences = {1, 2, 3};

    assertThat(StudentT.ofMean(differences).p()).isCloseTo(0.0742, within(5e-5));
    assertThat(StudentT.ofMean(differences).interval(0.95).high())
        .isCloseTo(2 + 4.3027 / Math.sqrt(3), within(1e-4));
  }

  @Test
  @DisplayName("an interval excludes 0 exactly if p says so, and no difference at all gives p = 1")
  void intervalAndProbabilityAgree() {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      double[] differences = new double[12];
      Arrays.setAll(differences, j -> 0.6 + random.nextGaussian());
      SignedRanks ranks = new SignedRanks(differences);
      StudentT student = StudentT.ofMean(differences);

      assertThat(ranks.interval(0.95).holds(0)).isEqualTo(ranks.p() > 0.05);
      assertThat(student.interval(0.95).holds(0)).isEqualTo(student.p() > 0.05);
    }

    assertThat(new SignedRanks(new double[8]).p()).isEqualTo(1);
    assertThat(StudentT.ofMean(new double[8]).p()).isEqualTo(1);
  }

  @Test
  @DisplayName("beyond 100 pairs the normal approximation continues the exact distribution")
  void approximatesManyPairs() {
    Random random = new Random(3);
    double[] hundred = random.doubles(100, -0.8, 1.2).toArray();
    double[] more = Arrays.copyOf(hundred, 101);
    more[100] = 0.2;

    Interval exact = new SignedRanks(hundred).interval(0.95);
    Interval approximate = new SignedRanks(more).interval(0.95);

    assertThat(approximate.low()).isCloseTo(exact.low(), within(0.01));
    assertThat(approximate.high()).isCloseTo(exact.high(), within(0.01));
  }
}
