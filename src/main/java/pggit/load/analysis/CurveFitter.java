package pggit.load.analysis;

import java.util.Arrays;
import java.util.List;

/**
 * Least squares on the logarithm of the cost. Noise of a running system is proportional to what is
 * measured (10 % of a long commit is more than 10 % of a short one), so on the logarithms its
 * spread is the same everywhere, and all candidates are judged on one scale, which AICc requires.
 *
 * <p>The scale of a curve drops out of the problem (it is the mean residual), so only the share of
 * the growing part and the exponent are searched, by nested one-dimensional minimisation within
 * bounds: it needs no starting values and cannot diverge.
 */
final class CurveFitter {
  /** No clock resolves finer; keeps the criterion finite on curves that fit exactly. */
  private static final double RESOLUTION = 1e-6;

  private static final double SMALLEST_SHARE = 1e-6;

  private final double[] sizes;
  private final double[] logCosts; // less their mean, which spares the sums their rounding errors
  private final double meanLogCost;
  private final double[] rise; // scratch, so one fitter serves one thread
  private final double smallest;
  private final double largest;
  private final double negligible;

  /**
   * @param negligible growth over the measured range that does not count, 0.1 for 10 %
   */
  CurveFitter(double[] sizes, double[] logCosts, double negligible) {
    this.sizes = sizes;
    this.meanLogCost = Arrays.stream(logCosts).average().orElseThrow();
    this.logCosts = Arrays.stream(logCosts).map(cost -> cost - meanLogCost).toArray();
    this.rise = new double[sizes.length];
    this.smallest = Arrays.stream(sizes).min().orElseThrow();
    this.largest = Arrays.stream(sizes).max().orElseThrow();
    this.negligible = negligible;
  }

  List<GrowthCurve> fit(List<Candidate> candidates) {
    return candidates.stream().map(this::fit).toList();
  }

  GrowthCurve fit(Candidate candidate) {
    if (candidate.model() == GrowthModel.CONSTANT) {
      return finish(candidate, 0, 1);
    }
    double lowest =
        Math.min(Math.max(candidate.lowest(), gentlest(candidate)), candidate.highest());
    double exponent =
        Minimum.of(c -> bestShare(candidate, c).value(), lowest, candidate.highest(), 6).at();
    return finish(candidate, shareOf(bestShare(candidate, exponent).at()), exponent);
  }

  /** The exponent below which not even a pure curve grows by more than the negligible share. */
  private double gentlest(Candidate candidate) {
    double growth = Math.log1p(negligible);
    return switch (candidate.model()) {
      case POWER -> growth / Math.log(largest / smallest);
      case EXPONENTIAL -> growth / (1 - smallest / largest);
      default -> 0;
    };
  }

  /** Searched on the log-odds, where shares near 0 and near 1 have room. */
  private Minimum bestShare(Candidate candidate, double exponent) {
    setRise(candidate.model(), exponent);
    double start = candidate.model().rise(smallest, largest, exponent);
    double boundary = negligible / (1 + negligible) / (1 - start);
    double low = candidate.shape() == Shape.FLAT ? SMALLEST_SHARE : Math.min(boundary, 1);
    double high = candidate.shape() == Shape.FLAT ? Math.min(boundary, 1) : 1;
    double lowOdds = odds(low);
    double highOdds =
        high < 1 ? odds(high) : Math.max(lowOdds, 4 - Math.log(Math.max(start, 1e-12)));
    Minimum within = Minimum.of(z -> squares(shareOf(z)), lowOdds, highOdds, 8);
    double pure = high < 1 ? Double.POSITIVE_INFINITY : squares(1);
    return pure <= within.value() ? new Minimum(Double.POSITIVE_INFINITY, pure) : within;
  }

  private static double odds(double share) {
    return Math.log(share / (1 - share));
  }

  private static double shareOf(double odds) {
    return 1 / (1 + Math.exp(-odds));
  }

  private void setRise(GrowthModel model, double exponent) {
    for (int i = 0; i < sizes.length; i++) {
      rise[i] = model.rise(sizes[i], largest, exponent);
    }
  }

  private double squares(double share) {
    double sum = 0;
    double sumOfSquares = 0;
    for (int i = 0; i < rise.length; i++) {
      double residual = logCosts[i] - Math.log(GrowthCurve.relative(rise[i], share));
      sum += residual;
      sumOfSquares += residual * residual;
    }
    return sumOfSquares - sum * sum / rise.length;
  }

  private GrowthCurve finish(Candidate candidate, double share, double exponent) {
    setRise(candidate.model(), exponent);
    int n = sizes.length;
    double meanResidual = 0;
    for (int i = 0; i < n; i++) {
      meanResidual += (logCosts[i] - Math.log(GrowthCurve.relative(rise[i], share))) / n;
    }
    double squares = Math.max(squares(share), n * RESOLUTION * RESOLUTION);
    return new GrowthCurve(
        candidate,
        Math.exp(meanLogCost + meanResidual),
        share,
        exponent,
        largest,
        squares,
        aicc(n, squares, candidate.model().coefficients() + 1));
  }

  /**
   * Hurvich and Tsai's AICc for normal residuals.
   *
   * @param k fitted numbers, the variance included
   * @see <a href="https://doi.org/10.1093/biomet/76.2.297">Hurvich, Tsai (1989)</a>
   */
  static double aicc(int n, double squares, int k) {
    return n * Math.log(squares / n) + 2.0 * k + 2.0 * k * (k + 1) / (n - k - 1);
  }
}
