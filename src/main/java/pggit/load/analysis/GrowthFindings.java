package pggit.load.analysis;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What enough measurements tell about growth. For the intervals the plausible candidates are fitted
 * anew to each resample, which chooses its own best, so that they hold the doubt about the formula
 * as well as the noise.
 *
 * @see <a href="https://doi.org/10.2307/2533961">Buckland, Burnham, Augustin: Model selection, an
 *     integral part of inference (1997)</a>
 */
record GrowthFindings(GrowthSample sample, GrowthChoice choice, Bootstrap<Refit> curves) {
  private static final long SEED = 1;

  /**
   * @param same the curve of the candidate that is the best of the measurements themselves
   */
  record Refit(GrowthCurve chosen, GrowthCurve same) {}

  /** An interval wider than this foretells nothing. */
  private static final double WIDEST_FORECAST = 2;

  /** One wider than this is no bound either. */
  private static final double WIDEST = 100;

  /** A century in milliseconds; costs counted otherwise do not come near. */
  private static final double FARTHEST = 3.15e12;

  static GrowthFindings of(GrowthSample sample, double negligible) {
    double[] sizes = sample.sizes();
    CurveFitter fitter = new CurveFitter(sizes, sample.logCosts(), negligible);
    GrowthChoice choice = GrowthChoice.of(fitter, sample.measurements());
    GrowthCurve best = choice.best();
    Candidate candidate = growing(best.candidate());
    // A constant is a line whose slope is 0; fitting the line tells how surely it is.
    List<Candidate> candidates =
        choice.plausible().stream().map(GrowthFindings::growing).distinct().toList();
    Function<double[], Refit> refit =
        logCosts -> {
          List<GrowthCurve> fits = new CurveFitter(sizes, logCosts, negligible).fit(candidates);
          return new Refit(
              fits.stream().min(Comparator.comparingDouble(GrowthCurve::aicc)).orElseThrow(),
              fits.get(candidates.indexOf(candidate)));
        };
    return new GrowthFindings(
        sample,
        choice,
        Bootstrap.of(
            new Refit(best, best),
            Arrays.stream(sizes).map(size -> Math.log(best.at(size))).toArray(),
            best.squares(),
            sizes.length - candidate.model().coefficients(),
            SEED,
            refit));
  }

  private static Candidate growing(Candidate candidate) {
    return candidate.model() == GrowthModel.CONSTANT ? Candidate.NEARLY_CONSTANT : candidate;
  }

  GrowthCurve curve() {
    return curves.best().chosen();
  }

  /** Relative spread of the measurements around the best curve, 0.1 for 10 %. */
  double noise() {
    int freedom = sample.measurements() - curve().model().coefficients();
    return Math.sqrt(curve().squares() / freedom);
  }

  Interval at(double size) {
    return over(curve -> curve.at(size));
  }

  /** Fitted cost at the largest size over fitted cost at the smallest. */
  Interval range() {
    return times(sample.largest());
  }

  /** Cost at a size over fitted cost at the smallest. */
  Interval times(double size) {
    return over(curve -> curve.at(size) / curve.at(sample.smallest()));
  }

  /** Added cost per unit of size over the measured range. */
  Interval perUnit() {
    double range = sample.largest() - sample.smallest();
    return over(curve -> (curve.at(sample.largest()) - curve.at(sample.smallest())) / range);
  }

  Interval exponent() {
    return curves.interval(refit -> refit.same().exponent());
  }

  /** Size over which the growing part of an exponential doubles. */
  Interval doubling() {
    return curves.interval(refit -> refit.same().doubling());
  }

  private Interval over(ToDoubleFunction<GrowthCurve> property) {
    return curves.interval(refit -> property.applyAsDouble(refit.chosen()));
  }

  /**
   * Whether it can be said what an operation costs at a size: it was measured there, or the law is
   * decided and leaves no more open than a factor of two.
   */
  boolean tells(double size) {
    return size <= sample.largest()
        || (choice.shape().isPresent() && isBounded(at(size), WIDEST_FORECAST));
  }

  /**
   * Whether it can be said if the cost at a size is within a limit: for that it is enough that
   * growth is most likely at most linear, since the interval holds all that this leaves open.
   */
  boolean bounds(double size) {
    return size <= sample.largest()
        || ((choice.shape().isPresent() || choice.isLikely(Shape.HARMLESS))
            && isBounded(at(size), WIDEST));
  }

  private static boolean isBounded(Interval at, double widest) {
    return at.high() <= widest * at.low() && at.high() < FARTHEST;
  }
}
