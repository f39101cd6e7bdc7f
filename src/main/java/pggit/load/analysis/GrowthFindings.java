package pggit.load.analysis;

import java.util.function.ToDoubleFunction;

/**
 * What enough measurements tell about growth: the choice, the best curve, and the resamples behind
 * its intervals.
 */
record GrowthFindings(
    GrowthSample sample, GrowthChoice choice, CurveFit best, Resampling resampling) {

  /** An interval wider than this foretells nothing. */
  private static final double WIDEST_FORECAST = 2;

  /** One wider than this is no bound either. */
  private static final double WIDEST = 100;

  /** A century in milliseconds; costs counted otherwise do not come near. */
  private static final double FARTHEST = 3.15e12;

  static GrowthFindings of(GrowthSample sample, double negligible) {
    double[] logCosts = sample.logCosts();
    CurveFitter fitter = new CurveFitter(sample.sizes(), logCosts, negligible);
    GrowthChoice choice = GrowthChoice.of(fitter, sample.measurements());
    CurveFit best = choice.best();
    Resampling resampling = Resampling.of(best, choice.plausible(), sample.sizes(), negligible);
    return new GrowthFindings(sample, choice, best, resampling);
  }

  GrowthCurve curve() {
    return best.curve();
  }

  /** Relative spread of the measurements around the best curve, 0.1 for 10 %. */
  double noise() {
    int freedom = sample.measurements() - best.candidate().model().coefficients();
    return Math.sqrt(best.squares() / freedom);
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

  /**
   * Whether it can be said what an operation costs at a size: it was measured there, or the law is
   * decided and leaves no more open than a factor of two.
   */
  boolean tells(double size) {
    return size <= sample.largest()
        || choice.shape().isPresent() && isBounded(at(size), WIDEST_FORECAST);
  }

  /**
   * Whether it can be said if the cost at a size is within a limit: for that it is enough that
   * growth is most likely at most linear, since the interval holds all that this leaves open.
   */
  boolean bounds(double size) {
    return size <= sample.largest()
        || (choice.shape().isPresent() || choice.isLikely(Shape.harmful(false)))
            && isBounded(at(size), WIDEST);
  }

  private static boolean isBounded(Interval at, double widest) {
    return at.high() <= widest * at.low() && at.high() < FARTHEST;
  }

  Interval exponent() {
    return resampling.coefficient(curve().exponent(), GrowthCurve::exponent);
  }

  /** Size over which the growing part of an exponential doubles. */
  Interval doubling() {
    return resampling.coefficient(curve().doubling(), GrowthCurve::doubling);
  }

  Interval over(ToDoubleFunction<GrowthCurve> property) {
    return resampling.interval(property.applyAsDouble(curve()), property);
  }
}
