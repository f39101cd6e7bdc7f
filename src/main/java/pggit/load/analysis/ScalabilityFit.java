package pggit.load.analysis;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import pggit.load.analysis.LeastSquares.Fit;

/**
 * The Universal Scalability Law fitted to measurements, {@code X(N) = γN / (1 + α(N-1) + βN(N-1))}
 * with {@code α, β >= 0}.
 *
 * @param fit the fit behind them, parameters in the order ln γ, α, β
 */
record ScalabilityFit(double gamma, double alpha, double beta, Fit fit) {
  private static final double[][] STARTS = {{0.02, 1e-4}, {0.3, 1e-2}};
  private static final double[] LOWER = {Double.NEGATIVE_INFINITY, 0, 0};

  /** Residuals are relative to the throughput, as the noise of a machine comes. */
  static ScalabilityFit of(List<Throughput> measured) {
    return of(measured, STARTS);
  }

  /** To measurements that resemble those of {@code this}: the search begins here. */
  ScalabilityFit again(List<Throughput> measured) {
    return of(measured, new double[][] {{alpha, beta}});
  }

  private static ScalabilityFit of(List<Throughput> measured, double[][] starts) {
    double single =
        measured.stream().mapToDouble(one -> one.perSecond() / one.users()).max().orElseThrow();
    LeastSquares problem =
        new LeastSquares(
            (n, p) -> p[0] + Math.log(n / load(n, p[1], p[2])),
            measured.stream().mapToDouble(Throughput::users).toArray(),
            measured.stream().mapToDouble(one -> Math.log(one.perSecond())).toArray());
    Fit best =
        Stream.of(starts)
            .map(start -> problem.fit(new double[] {Math.log(single), start[0], start[1]}, LOWER))
            .min(Comparator.comparingDouble(Fit::squares))
            .orElseThrow();
    return new ScalabilityFit(
        Math.exp(best.parameters().get(0)),
        best.parameters().get(1),
        best.parameters().get(2),
        best);
  }

  /** The denominator, kept above 0 while the search strays outside the bounds. */
  private static double load(double n, double alpha, double beta) {
    return Math.max(1 + alpha * (n - 1) + beta * n * (n - 1), 1e-9);
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
