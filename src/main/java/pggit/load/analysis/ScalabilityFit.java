package pggit.load.analysis;

import java.util.Arrays;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * The Universal Scalability Law fitted to measurements, {@code X(N) = γN / (1 + α(N-1) + βN(N-1))}
 * with {@code α, β >= 0}.
 *
 * @param squares sum of squared residuals of the logarithms
 */
record ScalabilityFit(double gamma, double alpha, double beta, double squares) {
  /** What others add to the work of one, least and most: nothing to speak of, and no throughput. */
  private static final double LEAST_ADDED = 1e-6;

  private static final double MOST_ADDED = 1e6;

  /**
   * Residuals are relative to the throughput, as the noise of a machine comes.
   *
   * @param users of each measurement
   * @param logs of the throughput that they had
   */
  static ScalabilityFit of(double[] users, double[] logs) {
    double[] residuals = new double[users.length]; // and their mean, which is ln γ
    ToDoubleFunction<double[]> squares =
        p -> {
          Arrays.setAll(residuals, i -> logs[i] - Math.log(users[i] / load(users[i], p[0], p[1])));
          double mean = StudentT.mean(residuals);
          return Arrays.stream(residuals).map(r -> (r - mean) * (r - mean)).sum();
        };
    double[] best = search(Arrays.stream(users).max().orElseThrow(), squares);
    double least = squares.applyAsDouble(best);
    return new ScalabilityFit(Math.exp(StudentT.mean(residuals)), best[0], best[1], least);
  }

  /**
   * The α and β of least squares. Searched are the work that they add for the most users, and the
   * part of it that is coherency: these have ends, and neither has to be right for the other. No
   * more than all of the work waits: without an end to α, levels that begin far above one user
   * would be fitted best by a single user of any speed.
   */
  static double[] search(double most, ToDoubleFunction<double[]> squares) {
    DoubleFunction<Minimum> logAdded =
        part ->
            Minimum.of(
                log -> squares.applyAsDouble(split(log, part, most)),
                Math.log(LEAST_ADDED),
                Math.log(MOST_ADDED),
                8);
    double part = Minimum.of(p -> logAdded.apply(p).value(), 0, 1, 6).at();
    double[] best = split(logAdded.apply(part).at(), part, most);
    double[] nothing = {0, 0};
    return squares.applyAsDouble(nothing) <= squares.applyAsDouble(best) ? nothing : best;
  }

  private static double[] split(double logAdded, double part, double most) {
    double each = Math.exp(logAdded) / (most - 1);
    return new double[] {Math.min(1, (1 - part) * each), part * each / most};
  }

  private static double load(double n, double alpha, double beta) {
    return 1 + alpha * (n - 1) + beta * n * (n - 1);
  }

  double at(double users) {
    return gamma * users / load(users, alpha, beta);
  }

  /** Users at which throughput peaks; infinite if it never falls. */
  double knee() {
    if (beta == 0) {
      return alpha >= 1 ? 1 : Double.POSITIVE_INFINITY;
    }
    return Math.max(1, Math.sqrt(Math.max(0, 1 - alpha) / beta));
  }

  /** Throughput at the knee, or what it tends to without one; infinite if nothing holds it back. */
  double peak() {
    double knee = knee();
    return Double.isInfinite(knee) ? gamma / alpha : at(knee);
  }
}
