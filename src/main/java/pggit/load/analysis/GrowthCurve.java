package pggit.load.analysis;

/**
 * A fitted curve of cost against size.
 *
 * @param scale cost at the largest size measured
 * @param share how much of that is the growing part, 0 to 1
 * @param exponent as {@link GrowthModel#rise} takes it
 * @param largest the largest size measured, in which {@code scale} and {@code exponent} are
 *     expressed
 */
record GrowthCurve(GrowthModel model, double scale, double share, double exponent, double largest) {

  /** Cost of one operation at size {@code x}; infinite where an exponential leaves all bounds. */
  double at(double x) {
    return scale * relative(model.rise(x, largest, exponent), share);
  }

  static double relative(double rise, double share) {
    return share == 0 ? 1 : (1 - share) + share * rise;
  }

  /** Size over which the growing part of an exponential doubles. */
  double doubling() {
    return Math.log(2) * largest / exponent;
  }
}
