package pggit.load.analysis;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Verdict;

/**
 * How throughput scales with the number of users, by Gunther's Universal Scalability Law. Intervals
 * are 95 % and come from resampled fits, so they respect {@code α, β >= 0}.
 *
 * @param noise relative spread of the measurements around the law
 * @param fewest users
 * @param most users
 * @see <a href="https://doi.org/10.1007/978-3-540-31010-5">Gunther: Guerrilla Capacity Planning
 *     (2007)</a>
 */
public record Scalability(
    Bootstrap<ScalabilityFit> law, double noise, double fewest, double most, long measurements) {
  /** Of the resampling: any, but always the same, so that whoever asks gets the same intervals. */
  private static final long SEED = 6;

  private static final int LEAST_LEVELS = 4;
  private static final int LEAST_MEASUREMENTS = 6;

  /** Whether there is enough to fit: 6 measurements on 4 levels. */
  public static boolean enough(List<Throughput> measured) {
    return measured.size() >= LEAST_MEASUREMENTS
        && measured.stream().mapToDouble(Throughput::users).distinct().count() >= LEAST_LEVELS;
  }

  /**
   * Fits the law to measurements, relative to their size.
   *
   * @param measured in any order, each level as often as it was measured
   * @throws IllegalArgumentException if there is not {@link #enough}
   */
  public static Scalability of(List<Throughput> measured) {
    if (!enough(measured)) {
      throw new IllegalArgumentException(
          "the scalability law needs %d measurements on %d levels, there are %d"
              .formatted(LEAST_MEASUREMENTS, LEAST_LEVELS, measured.size()));
    }
    double[] users = measured.stream().mapToDouble(Throughput::users).toArray();
    double[] logs = measured.stream().mapToDouble(m -> Math.log(m.perSecond())).toArray();
    ScalabilityFit fit = ScalabilityFit.of(users, logs);
    int freedom = users.length - 3; // γ, α and β
    DoubleSummaryStatistics range = Arrays.stream(users).summaryStatistics();
    return new Scalability(
        Bootstrap.of(
            fit,
            Arrays.stream(users).map(n -> Math.log(fit.at(n))).toArray(),
            fit.squares(),
            freedom,
            SEED,
            again -> ScalabilityFit.of(users, again)),
        Math.sqrt(fit.squares() / freedom),
        range.getMin(),
        range.getMax(),
        users.length);
  }

  /** γ: operations per second of one user alone. */
  public Interval gamma() {
    return law.interval(ScalabilityFit::gamma);
  }

  /** α: contention, the share of the work that waits for its turn. */
  public Interval alpha() {
    return law.interval(ScalabilityFit::alpha);
  }

  /**
   * β: coherency, the cost of users keeping each other informed; above 0 makes throughput fall in
   * the end.
   */
  public Interval beta() {
    return law.interval(ScalabilityFit::beta);
  }

  /** Number of users at which throughput peaks, perhaps beyond the range or infinite. */
  public Interval knee() {
    return law.interval(ScalabilityFit::knee);
  }

  /** Throughput there; infinite if there is no contention, the asymptote if there is no knee. */
  public Interval peak() {
    return law.interval(ScalabilityFit::peak);
  }

  /** Throughput that the law gives for a number of users, at least 1. */
  public Interval at(double users) {
    return law.interval(fit -> fit.at(users));
  }

  /** The number of users at which throughput peaks, if that lies within the measured range. */
  public Optional<Interval> kneeWithinRange() {
    double knee = law.best().knee();
    return fewest <= knee && knee <= most ? Optional.of(knee()) : Optional.empty();
  }

  /** The largest throughput that the law gives within the measured range. */
  public double capacity() {
    return law.best().at(Math.max(fewest, Math.min(law.best().knee(), most)));
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
                Plain.percent(noise));
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
                        Plain.quantity(law.best().at(most), "ops/s"),
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
