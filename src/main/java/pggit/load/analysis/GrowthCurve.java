package pggit.load.analysis;

/**
 * A fitted curve of cost against size.
 *
 * @param model its formula
 * @param scale cost at the largest size measured
 * @param share how much of that is the growing part, 0 to 1
 * @param exponent as {@link GrowthModel#rise} takes it
 * @param largest the largest size measured, in which {@code scale} and {@code exponent} are
 *     expressed
 */
public record GrowthCurve(
    GrowthModel model, double scale, double share, double exponent, double largest) {

  /** Cost of one operation at size {@code x}; infinite where an exponential leaves all bounds. */
  public double at(double x) {
    return scale * relative(model.rise(x, largest, exponent), share);
  }

  static double relative(double rise, double share) {
    return share == 0 ? 1 : (1 - share) + share * rise;
  }

  /** {@code a}: what one operation costs apart from the growing part. */
  public double fixedPart() {
    return scale * (1 - share);
  }

  /** Added cost per unit of size, averaged from nothing to the largest size measured. */
  public double slope() {
    return scale * share * (1 - model.rise(0, largest, exponent)) / largest;
  }

  /** Size over which the growing part of an exponential doubles. */
  public double doubling() {
    return Math.log(2) * largest / exponent;
  }

  /** Cost of all operations while the size grows from 0 to {@code size}, one operation per unit. */
  public double total(double size) {
    int panels = 400; // Simpson's rule; fine enough for three digits on every model here
    double width = size / panels;
    double sum = at(0) + at(size);
    for (int i = 1; i < panels; i++) {
      sum += (i % 2 == 0 ? 2 : 4) * at(i * width);
    }
    return sum * width / 3;
  }
}
