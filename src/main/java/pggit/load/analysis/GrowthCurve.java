package pggit.load.analysis;

/**
 * The best curve of a candidate: cost against size.
 *
 * @param scale cost at the largest size measured
 * @param share how much of that is the growing part, 0 to 1
 * @param exponent as {@link GrowthModel#rise} takes it
 * @param largest the largest size measured, in which {@code scale} and {@code exponent} are
 *     expressed
 * @param squares sum of squared residuals of the logarithms
 * @param aicc Akaike's criterion, corrected for small samples; comparable between all curves fitted
 *     to the same measurements
 */
record GrowthCurve(
    Candidate candidate,
    double scale,
    double share,
    double exponent,
    double largest,
    double squares,
    double aicc) {
  /** Cost of one operation at size {@code x}; infinite where an exponential leaves all bounds. */
  double at(double x) {
    return scale * relative(model().rise(x, largest, exponent), share);
  }

  GrowthModel model() {
    return candidate.model();
  }

  static double relative(double rise, double share) {
    return share == 0 ? 1 : (1 - share) + share * rise;
  }

  /** Size over which the growing part of an exponential doubles. */
  double doubling() {
    return Math.log(2) * largest / exponent;
  }
}
