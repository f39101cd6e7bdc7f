package pggit.load.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Verdict;

/**
 * How throughput scales with the number of users, by Gunther's Universal Scalability Law. Intervals
 * are 95 % and come from a parametric bootstrap, so they respect {@code α, β >= 0}.
 *
 * @param gamma γ: operations per second of one user alone
 * @param alpha α: contention, the share of the work that waits for its turn
 * @param beta β: coherency, the cost of users keeping each other informed; above 0 makes throughput
 *     fall in the end
 * @param knee number of users at which throughput peaks, perhaps beyond the range or infinite
 * @param peak throughput there; infinite if there is no contention, the asymptote if there is no
 *     knee
 * @param noise relative spread of the measurements around the curve
 * @see <a href="https://doi.org/10.1007/978-3-540-31010-5">Gunther: Guerrilla Capacity Planning
 *     (2007)</a>
 */
public record Scalability(
    Interval gamma,
    Interval alpha,
    Interval beta,
    Interval knee,
    Interval peak,
    double noise,
    double fewest,
    double most,
    long measurements) {
  private static final int LEAST_LEVELS = 4;
  private static final int LEAST_MEASUREMENTS = 6;
  private static final int RESAMPLES = 400;
  private static final double CONFIDENCE = 0.95;

  /** Whether there is enough to fit: 6 measurements on 4 levels. */
  public static boolean enough(List<Throughput> measured) {
    return measured.size() >= LEAST_MEASUREMENTS
        && measured.stream().mapToDouble(Throughput::users).distinct().count() >= LEAST_LEVELS;
  }

  /**
   * Fits the law to measurements, relative to their size.
   *
   * @param measured in any order, each level as often as it was measured
   * @param seed of the resampling
   * @throws IllegalArgumentException if there is not {@link #enough}
   */
  public static Scalability of(List<Throughput> measured, long seed) {
    if (!enough(measured)) {
      throw new IllegalArgumentException(
          "the scalability law needs %d measurements on %d levels, there are %d"
              .formatted(LEAST_MEASUREMENTS, LEAST_LEVELS, measured.size()));
    }
    ScalabilityFit fit = ScalabilityFit.of(measured);
    List<ScalabilityFit> resampled = resample(fit, measured, seed);
    double most = measured.stream().mapToDouble(Throughput::users).max().orElseThrow();
    return new Scalability(
        interval(fit, resampled, ScalabilityFit::gamma),
        interval(fit, resampled, ScalabilityFit::alpha),
        interval(fit, resampled, ScalabilityFit::beta),
        interval(fit, resampled, ScalabilityFit::knee),
        interval(fit, resampled, ScalabilityFit::peak),
        fit.fit().deviation(),
        measured.stream().mapToDouble(Throughput::users).min().orElseThrow(),
        most,
        measured.size());
  }

  /**
   * Throughput that the law gives for numbers of users, with its intervals; for drawing.
   *
   * @param measured as for {@link #of}
   * @param users each at least 1
   * @param seed the same as for {@link #of} gives intervals from the same resamples
   */
  public static List<Interval> band(List<Throughput> measured, List<Double> users, long seed) {
    ScalabilityFit fit = ScalabilityFit.of(measured);
    List<ScalabilityFit> resampled = resample(fit, measured, seed);
    return users.stream().map(n -> interval(fit, resampled, f -> f.at(n))).toList();
  }

  private static List<ScalabilityFit> resample(
      ScalabilityFit fit, List<Throughput> measured, long seed) {
    double[] fitted = measured.stream().mapToDouble(m -> Math.log(fit.at(m.users()))).toArray();
    Noise noise = new Noise(fit.fit().squares(), fit.fit().freedom());
    Random random = new Random(seed);
    List<ScalabilityFit> fits = new ArrayList<>();
    for (int r = 0; r < RESAMPLES; r++) {
      double[] logs = noise.addTo(fitted, random);
      List<Throughput> again = new ArrayList<>();
      for (int i = 0; i < logs.length; i++) {
        again.add(new Throughput(measured.get(i).users(), Math.exp(logs[i])));
      }
      fits.add(fit.again(again));
    }
    return fits;
  }

  private static Interval interval(
      ScalabilityFit fit, List<ScalabilityFit> resampled, ToDoubleFunction<ScalabilityFit> what) {
    return Interval.percentile(
        what.applyAsDouble(fit), resampled.stream().mapToDouble(what).toArray(), CONFIDENCE);
  }

  /** The number of users at which throughput peaks, if that lies within the measured range. */
  public Optional<Interval> kneeWithinRange() {
    return knee.value() <= most ? Optional.of(knee) : Optional.empty();
  }

  public double at(double users) {
    return gamma.value()
        * users
        / (1 + alpha.value() * (users - 1) + beta.value() * users * (users - 1));
  }

  /** The largest throughput that the law gives within the measured range. */
  public double capacity() {
    return at(Math.min(knee.value(), most));
  }

  public List<Estimate> estimates() {
    return List.of(
        gamma.estimate("USL gamma", "ops/s", Direction.HIGHER_IS_BETTER, measurements),
        alpha.estimate("USL alpha", "", Direction.LOWER_IS_BETTER, measurements),
        beta.estimate("USL beta", "", Direction.LOWER_IS_BETTER, measurements),
        knee.estimate("USL knee", "users", Direction.HIGHER_IS_BETTER, measurements),
        Estimate.of("capacity", "ops/s", Direction.HIGHER_IS_BETTER, capacity(), measurements));
  }

  /** {@code throughput peaks at 24 users [22, 26] with 1,230 ops/s [1,200, 1,260]; …}. */
  public String sentence() {
    String coefficients =
        "alpha %s, beta %s, %d measurements with %s noise"
            .formatted(
                Plain.interval(alpha), Plain.interval(beta), measurements, Plain.percent(noise));
    return kneeWithinRange()
        .map(
            users ->
                "throughput peaks at %s with %s; %s"
                    .formatted(
                        Plain.quantity(users, "users"),
                        Plain.quantity(peak, "ops/s"),
                        coefficients))
        .orElseGet(
            () ->
                "throughput has no peak within %s to %s users, %s at %s; %s"
                    .formatted(
                        Plain.count(fewest),
                        Plain.count(most),
                        Plain.quantity(at(most), "ops/s"),
                        Plain.count(most),
                        coefficients));
  }

  /** Undecided only if the interval leaves open whether the peak lies within the range. */
  public Verdict verdict() {
    boolean certain = knee.high() <= most || knee.low() > most;
    return certain
        ? Verdict.pass("scalability", sentence())
        : Verdict.undecided("scalability", sentence());
  }
}
