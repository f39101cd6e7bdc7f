package pggit.load.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import pggit.load.analysis.LeastSquares.Fit;

/**
 * The Universal Scalability Law fitted to measurements, {@code X(N) = γN / (1 + α(N-1) + βN(N-1))}
 * with {@code α, β >= 0}.
 *
 * @param gamma γ: throughput of one user alone
 * @param alpha α: share of the work that waits for its turn (contention)
 * @param beta β: cost of users keeping each other informed (coherency)
 * @param fit the fit behind them, parameters in the order γ, α, β (γ as its logarithm on the
 *     relative scale)
 */
record ScalabilityFit(double gamma, double alpha, double beta, Fit fit) {
  /** How residuals are measured. */
  enum Residuals {
    /** In operations per second, as the published examples do; large throughputs count more. */
    ABSOLUTE,
    /** In per cent of the throughput, as the noise of a machine comes. */
    RELATIVE
  }

  private static final double[][] STARTS = {{0.02, 1e-4}, {0.3, 1e-2}};

  static ScalabilityFit of(List<Throughput> measured, Residuals residuals) {
    return of(measured, residuals, STARTS);
  }

  /** To measurements that resemble those of {@code this}: the search begins here. */
  ScalabilityFit again(List<Throughput> measured) {
    return of(measured, Residuals.RELATIVE, new double[][] {{alpha, beta}});
  }

  private static ScalabilityFit of(
      List<Throughput> measured, Residuals residuals, double[][] starts) {
    double[] users = measured.stream().mapToDouble(Throughput::users).toArray();
    double[] perSecond = measured.stream().mapToDouble(Throughput::perSecond).toArray();
    boolean relative = residuals == Residuals.RELATIVE;
    double single = 0;
    for (Throughput one : measured) {
      single = Math.max(single, one.perSecond() / one.users());
    }
    double unbounded = Double.NEGATIVE_INFINITY; // γ cannot become negative on its own
    double[] lower = {unbounded, 0, 0};
    LeastSquares problem =
        relative
            ? new LeastSquares(
                (n, p) -> p[0] + Math.log(n / load(n, p[1], p[2])),
                users,
                Arrays.stream(perSecond).map(Math::log).toArray())
            : new LeastSquares((n, p) -> p[0] * n / load(n, p[1], p[2]), users, perSecond);
    ScalabilityFit best = null;
    for (double[] start : starts) {
      Fit fit =
          problem.fit(
              new double[] {relative ? Math.log(single) : single, start[0], start[1]}, lower);
      if (best == null || fit.squares() < best.fit().squares()) {
        double first = fit.parameters().get(0);
        best =
            new ScalabilityFit(
                relative ? Math.exp(first) : first,
                fit.parameters().get(1),
                fit.parameters().get(2),
                fit);
      }
    }
    return Objects.requireNonNull(best);
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
