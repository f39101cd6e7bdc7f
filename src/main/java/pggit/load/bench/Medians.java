package pggit.load.bench;

import java.util.Arrays;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;

/**
 * Medians of a handful of rounds, with the interval between two of their order statistics: of the
 * narrowest such intervals that cover the true median with at least 95 %, whatever the distribution
 * (the sign test turned round; Conover, Practical Nonparametric Statistics, 3.2).
 */
final class Medians {

  private static final double MISSES = 0.05;

  private Medians() {}

  /** Without an interval for fewer than six values: not even the smallest and largest will do. */
  static Estimate of(String name, String unit, Direction direction, double... values) {
    if (values.length == 0) {
      return Estimate.unknown(name, unit, direction);
    }
    var sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    int rank = rank(n);
    return rank == 0
        ? Estimate.of(name, unit, direction, median, n)
        : Estimate.of(name, unit, direction, median, sorted[rank - 1], sorted[n - rank], n);
  }

  /** The largest r with which P(r-th smallest &lt;= median &lt;= r-th largest) is 95 % or more. */
  static int rank(int n) {
    double outside = 0;
    double probability = Math.pow(0.5, n); // of k = 0 values below the median
    int rank = 0;
    for (int k = 0; k < n / 2; k++) {
      outside += 2 * probability;
      if (outside > MISSES) {
        break;
      }
      rank = k + 1;
      probability *= (n - k) / (k + 1.0);
    }
    return rank;
  }
}
