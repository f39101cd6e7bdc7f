package pggit.load.analysis;

import java.util.function.ToDoubleFunction;

/**
 * What enough measurements tell about growth: the choice, the best curve, and the resamples behind
 * its intervals.
 */
record GrowthFindings(
    GrowthSample sample, GrowthChoice choice, CurveFit best, Resampling resampling) {

  static GrowthFindings of(GrowthSample sample, GrowthOptions options) {
    double[] logCosts = sample.logCosts();
    CurveFitter fitter = new CurveFitter(sample.sizes(), logCosts, options.negligible());
    GrowthChoice choice = GrowthChoice.of(fitter, sample.measurements());
    CurveFit best = choice.best();
    Resampling resampling = Resampling.of(best, choice.plausible(), sample.sizes(), options);
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
    return over(curve -> curve.at(sample.largest()) / curve.at(sample.smallest()));
  }

  /** Added cost per unit of size. */
  Interval perUnit() {
    return resampling.coefficient(curve().slope(), GrowthCurve::slope);
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
