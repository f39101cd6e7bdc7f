package pggit.load.analysis;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
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
 * @param resampled the same law fitted to measurements that resemble those made
 * @param fewest users
 * @param most users
 * @see <a href="https://doi.org/10.1007/978-3-540-31010-5">Gunther: Guerrilla Capacity Planning
 *     (2007)</a>
 */
public record Scalability(
    ScalabilityFit fit,
    List<ScalabilityFit> resampled,
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
    DoubleSummaryStatistics users =
        measured.stream().mapToDouble(Throughput::users).summaryStatistics();
    return new Scalability(
        fit, resample(fit, measured, seed), users.getMin(), users.getMax(), measured.size());
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

  private Interval interval(ToDoubleFunction<ScalabilityFit> what) {
    return Interval.percentile(
        what.applyAsDouble(fit), resampled.stream().mapToDouble(what).toArray(), CONFIDENCE);
  }

  /** γ: operations per second of one user alone. */
  public Interval gamma() {
    return interval(ScalabilityFit::gamma);
  }

  /** α: contention, the share of the work that waits for its turn. */
  public Interval alpha() {
    return interval(ScalabilityFit::alpha);
  }

  /**
   * β: coherency, the cost of users keeping each other informed; above 0 makes throughput fall in
   * the end.
   */
  public Interval beta() {
    return interval(ScalabilityFit::beta);
  }

  /** Number of users at which throughput peaks, perhaps beyond the range or infinite. */
  public Interval knee() {
    return interval(ScalabilityFit::knee);
  }

  /** Throughput there; infinite if there is no contention, the asymptote if there is no knee. */
  public Interval peak() {
    return interval(ScalabilityFit::peak);
  }

  /** Throughput that the law gives for a number of users, at least 1. */
  public Interval at(double users) {
    return interval(law -> law.at(users));
  }

  /** The number of users at which throughput peaks, if that lies within the measured range. */
  public Optional<Interval> kneeWithinRange() {
    return fit.knee() <= most ? Optional.of(knee()) : Optional.empty();
  }

  /** The largest throughput that the law gives within the measured range. */
  public double capacity() {
    return fit.at(Math.min(fit.knee(), most));
  }

  public List<Estimate> estimates() {
    return List.of(
        gamma().estimate("USL gamma", "ops/s", Direction.HIGHER_IS_BETTER, measurements),
        alpha().estimate("USL alpha", "", Direction.LOWER_IS_BETTER, measurements),
        beta().estimate("USL beta", "", Direction.LOWER_IS_BETTER, measurements),
        knee().estimate("USL knee", "users", Direction.HIGHER_IS_BETTER, measurements),
        Estimate.of("capacity", "ops/s", Direction.HIGHER_IS_BETTER, capacity(), measurements));
  }

  /** {@code throughput peaks at 24 users [22, 26] with 1,230 ops/s [1,200, 1,260]; …}. */
  public String sentence() {
    String coefficients =
        "alpha %s, beta %s, %d measurements with %s noise"
            .formatted(
                Plain.interval(alpha()),
                Plain.interval(beta()),
                measurements,
                Plain.percent(fit.fit().deviation()));
    return kneeWithinRange()
        .map(
            users ->
                "throughput peaks at %s with %s; %s"
                    .formatted(
                        Plain.quantity(users, "users"),
                        Plain.quantity(peak(), "ops/s"),
                        coefficients))
        .orElseGet(
            () ->
                "throughput has no peak within %s to %s users, %s at %s; %s"
                    .formatted(
                        Plain.count(fewest),
                        Plain.count(most),
                        Plain.quantity(fit.at(most), "ops/s"),
                        Plain.count(most),
                        coefficients));
  }

  /** Undecided only if the interval leaves open whether the peak lies within the range. */
  public Verdict verdict() {
    boolean certain = knee().high() <= most || knee().low() > most;
    return certain
        ? Verdict.pass("scalability", sentence())
        : Verdict.undecided("scalability", sentence());
  }
}
