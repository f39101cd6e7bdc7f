package pggit.load.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Outcome;

class ScalabilityTest {

  private static final double[] LEVELS = {1, 2, 4, 8, 16, 32, 64, 96};

  /** Users and throughput in turn. */
  private static List<Throughput> measured(double... pairs) {
    List<Throughput> measured = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      measured.add(new Throughput(pairs[i], pairs[i + 1]));
    }
    return measured;
  }

  /** Three repeats on each of eight levels, log-normal noise. */
  private static List<Throughput> synthetic(
      double alpha, double knee, double noise, Random random) {
    double beta = Double.isInfinite(knee) ? 0 : (1 - alpha) / (knee * knee);
    List<Throughput> measured = new ArrayList<>();
    for (double n : LEVELS) {
      for (int repeat = 0; repeat < 3; repeat++) {
        double exact = 100 * n / (1 + alpha * (n - 1) + beta * n * (n - 1));
        measured.add(new Throughput(n, exact * Math.exp(noise * random.nextGaussian())));
      }
    }
    return measured;
  }

  private static ScalabilityFit fit(List<Throughput> measured) {
    return ScalabilityFit.of(
        measured.stream().mapToDouble(Throughput::users).toArray(),
        measured.stream().mapToDouble(m -> Math.log(m.perSecond())).toArray());
  }

  /** The law that leaves the least residuals in operations per second, as published fits do. */
  private static ScalabilityFit absolute(List<Throughput> measured) {
    double[] users = measured.stream().mapToDouble(Throughput::users).toArray();
    double[] perSecond = measured.stream().mapToDouble(Throughput::perSecond).toArray();
    double[] p =
        ScalabilityFit.search(
            Arrays.stream(users).max().orElseThrow(), at -> scaled(users, perSecond, at).squares());
    return scaled(users, perSecond, p);
  }

  /** gamma is the slope of the throughput over what the law gives for a gamma of 1. */
  private static ScalabilityFit scaled(double[] users, double[] perSecond, double[] p) {
    var unit = new ScalabilityFit(1, p[0], p[1], 0);
    double products = 0;
    double squares = 0;
    for (int i = 0; i < users.length; i++) {
      products += perSecond[i] * unit.at(users[i]);
      squares += unit.at(users[i]) * unit.at(users[i]);
    }
    double gamma = products / squares;
    double residuals =
        IntStream.range(0, users.length)
            .mapToDouble(i -> perSecond[i] - gamma * unit.at(users[i]))
            .map(residual -> residual * residual)
            .sum();
    return new ScalabilityFit(gamma, p[0], p[1], residuals);
  }

  @Test
  @DisplayName("agrees with the published fit of SPEC SDM91 on a SPARCcenter 2000")
  void agreesWithPublishedSdm91() {
    // Gunther, Guerrilla Capacity Planning (2007); fit as published with the R package usl 3.0
    List<Throughput> sdm91 =
        measured(1, 64.9, 18, 995.9, 36, 1652.4, 72, 1853.2, 108, 1828.9, 144, 1775.0, 216, 1702.2);

    ScalabilityFit fit = absolute(sdm91);

    assertThat(fit.gamma()).isCloseTo(89.9952330, within(1e-5));
    assertThat(fit.alpha()).isCloseTo(0.0277285, within(5e-8));
    assertThat(fit.beta()).isCloseTo(0.0001044, within(5e-8));
    assertThat(Math.sqrt(fit.squares() / (7 - 3))).isCloseTo(82.8, within(0.05));
    assertThat(fit.knee()).isCloseTo(96.52, within(0.005));
    assertThat(fit.peak()).isCloseTo(1884, within(0.5));
  }

  @Test
  @DisplayName("agrees with the published fit of the ray tracer, where beta lies on its bound")
  void agreesWithPublishedRayTracer() {
    // Gunther, Guerrilla Capacity Planning (2007), SGI Origin 2000
    List<Throughput> rayTracer =
        measured(
            1, 20, 4, 78, 8, 130, 12, 170, 16, 190, 20, 200, 24, 210, 28, 230, 32, 260, 48, 280, 64,
            310);

    ScalabilityFit fit = absolute(rayTracer);

    assertThat(fit.gamma()).isCloseTo(21.8488, within(5e-5));
    assertThat(fit.alpha()).isCloseTo(0.0578, within(5e-5));
    assertThat(fit.beta()).isZero();
    assertThat(fit.knee()).isInfinite();
    assertThat(fit.peak()).isCloseTo(21.8488 / 0.05777, within(0.1));
  }

  @Test
  @DisplayName("agrees with the published fit of Cisco's 32 measurements")
  void agreesWithPublishedCisco() {
    // Schwartz, Practical Scalability Analysis with the Universal Scalability Law (2015)
    double[] perSecond = {
      955.16, 1878.91, 2688.01, 3548.68, 4315.54, 5130.43, 5931.37, 6531.08, 7219.8, 7867.61,
      8278.71, 8646.7, 9047.84, 9426.55, 9645.37, 9897.24, 10097.6, 10240.5, 10532.39, 10798.52,
      11151.43, 11518.63, 11806, 12089.37, 12075.41, 12177.29, 12211.41, 12158.93, 12155.27,
      12118.04, 12140.4, 12074.39
    };
    List<Throughput> cisco = new ArrayList<>();
    for (int i = 0; i < perSecond.length; i++) {
      cisco.add(new Throughput(i + 1, perSecond[i]));
    }

    ScalabilityFit fit = absolute(cisco);

    assertThat(fit.gamma()).isCloseTo(995.6486, within(1e-3));
    assertThat(fit.alpha()).isCloseTo(0.02671591, within(1e-7));
    assertThat(fit.beta()).isCloseTo(7.690945e-4, within(1e-9));
    assertThat(fit.at(35)).isCloseTo(12341, within(1.0));
  }

  @Test
  @DisplayName(
      "finds a knee between 6 and 32 of 96 users within 10 % at 5 % noise, 95 of 100 times")
  void findsKnee() {
    Random random = new Random(1);
    int near = 0;
    int cases = 1_000;

    for (int i = 0; i < cases; i++) {
      double alpha = 0.1 * random.nextDouble();
      double knee = 6 + 26 * random.nextDouble();
      double found = fit(synthetic(alpha, knee, 0.05, random)).knee();
      near += Math.abs(found / knee - 1) <= 0.1 ? 1 : 0;
    }

    assertThat(near).isGreaterThanOrEqualTo(cases * 95 / 100);
  }

  @Test
  @DisplayName("the knee's 95 % interval holds it in 90 % of cases or more, near the edge too")
  void kneeIntervalCovers() {
    Random random = new Random(2);
    int covered = 0;
    int cases = 60;

    for (int i = 0; i < cases; i++) {
      double knee = 8 + 72 * random.nextDouble();
      covered += Scalability.of(synthetic(0.05, knee, 0.05, random)).knee().holds(knee) ? 1 : 0;
    }

    assertThat(covered).isGreaterThanOrEqualTo(cases * 90 / 100);
  }

  @Test
  void namesKneeWithItsInterval() {
    Scalability law = Scalability.of(synthetic(0.02, 24, 0.03, new Random(3)));

    assertThat(law.kneeWithinRange()).isPresent();
    assertThat(law.knee().holds(24)).isTrue();
    assertThat(law.sentence()).startsWith("throughput peaks at 2").contains(" users [", " ops/s");
    assertThat(law.capacity()).isCloseTo(law.peak().value(), within(1e-6));
    assertThat(law.verdict().outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void saysSoWhenThereIsNoPeakWithinTheRange() {
    Scalability amdahl =
        Scalability.of(synthetic(0.02, Double.POSITIVE_INFINITY, 0.02, new Random(4)));

    assertThat(amdahl.kneeWithinRange()).isEmpty();
    assertThat(amdahl.sentence()).startsWith("throughput has no peak within 1 to 96 users");
    assertThat(amdahl.verdict().outcome()).isEqualTo(Outcome.PASS);
    assertThat(amdahl.capacity()).isCloseTo(100 * 96 / (1 + 0.02 * 95), within(150.0));
  }

  @Test
  @DisplayName("perfect scaling has neither contention nor a peak")
  void fitsPerfectScaling() {
    Scalability ideal = Scalability.of(measured(1, 10, 2, 20, 4, 40, 8, 80, 16, 160, 32, 320));

    assertThat(ideal.alpha().value()).isCloseTo(0, within(1e-6));
    assertThat(ideal.kneeWithinRange()).isEmpty();
    assertThat(ideal.capacity()).isCloseTo(320, within(0.1));
    assertThat(ideal.estimates()).hasSize(5);
  }

  @Test
  @DisplayName("one lock for everybody: throughput stays or falls from the first user on")
  void fitsOneLockForEverybody() {
    Scalability lock =
        Scalability.of(measured(1, 100, 2, 99, 4, 97, 8, 93, 16, 85, 32, 70, 64, 50));

    assertThat(lock.kneeWithinRange().orElseThrow().value()).isLessThan(4);
    assertThat(lock.alpha().value()).isGreaterThan(0.8);
  }

  @Test
  @DisplayName("levels far above one user tell nothing of what one does, and no peak below them")
  void inventsNoSpeedOfOneUser() {
    Random random = new Random(5);
    for (int i = 0; i < 20; i++) {
      List<Throughput> measured = new ArrayList<>();
      for (double n : new double[] {10, 20, 40, 60, 80, 100}) {
        measured.add(
            new Throughput(n, 50 * Math.pow(n, -0.3) * Math.exp(0.05 * random.nextGaussian())));
      }
      double fastest = measured.stream().mapToDouble(Throughput::perSecond).max().orElseThrow();

      Scalability law = Scalability.of(measured);

      assertThat(law.capacity()).isLessThan(1.2 * fastest);
      assertThat(law.gamma().value()).isLessThan(10 * fastest);
      assertThat(law.alpha().high()).isLessThanOrEqualTo(1);
      assertThat(law.sentence()).startsWith("throughput has no peak within 10 to 100 users");
    }
  }

  @Test
  void refusesTooFewLevels() {
    List<Throughput> three = measured(1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4);

    assertThat(Scalability.enough(three)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scalability.of(three))
        .withMessageContaining("6 measurements on 4 levels");
    assertThatIllegalArgumentException().isThrownBy(() -> new Throughput(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Throughput(1, 0));
  }
}
