package pggit.load.analysis;

import java.util.Locale;

/**
 * A formula for the cost of one operation at size {@code x}. All but the constant have a fixed part
 * {@code a >= 0} (what an operation costs on an empty system) and a growing part with {@code b >
 * 0}.
 */
public enum GrowthModel {
  /** {@code y = a}. */
  CONSTANT(1),
  /**
   * {@code y = a + b ln(1 + x)}: what an index costs, each of whose levels holds many times more.
   */
  LOGARITHMIC(2),
  /** {@code y = a + b x}. */
  LINEAR(2),
  /** {@code y = a + b x ln(1 + x)}. */
  N_LOG_N(2),
  /** {@code y = a + b x^c}. */
  POWER(3),
  /** {@code y = a + b e^(c x)}. */
  EXPONENTIAL(3);

  private final int coefficients;

  GrowthModel(int coefficients) {
    this.coefficients = coefficients;
  }

  /** {@code n log n}. */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** How many numbers describe the curve; the spread of the noise, fitted too, is one more. */
  int coefficients() {
    return coefficients;
  }

  /**
   * The growing part, scaled to 1 at the largest size measured.
   *
   * @param exponent {@code c} of a power; {@code c} times the largest size of an exponential;
   *     unused by the others
   */
  double rise(double x, double largest, double exponent) {
    return switch (this) {
      case CONSTANT -> 0;
      case LOGARITHMIC -> Math.log1p(x) / Math.log1p(largest);
      case LINEAR -> x / largest;
      case N_LOG_N -> x * Math.log1p(x) / (largest * Math.log1p(largest));
      case POWER -> Math.pow(x / largest, exponent);
      case EXPONENTIAL -> Math.exp(exponent * (x / largest - 1));
    };
  }
}
