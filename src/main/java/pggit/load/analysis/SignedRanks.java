package pggit.load.analysis;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * Hodges and Lehmann's typical difference (the median of all pairwise means) with the interval that
 * belongs to Wilcoxon's signed-rank test. It needs symmetric differences, which pairs measured in
 * random order have, and nothing else: no bell curve, no mild tails. It covers what it promises at
 * every sample size tried, and with the occasional stray block its intervals are up to a third
 * narrower than Student's; a bootstrap covers too little (at 95 %, 84 % with 6 pairs).
 *
 * @see <a href="https://doi.org/10.1214/aoms/1177704172">Hodges, Lehmann (1963)</a>
 */
final class SignedRanks {
  /** Beyond so many pairs the normal approximation is as good. */
  private static final int EXACT = 100;

  private static final Map<Integer, double[]> DISTRIBUTIONS = new ConcurrentHashMap<>();

  private final int n;
  private final double[] means;

  SignedRanks(double[] differences) {
    n = differences.length;
    means = new double[n * (n + 1) / 2];
    int next = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        means[next++] = (differences[i] + differences[j]) / 2;
      }
    }
    Arrays.sort(means);
  }

  /** Unbounded if there are too few differences for the confidence asked. */
  Interval interval(double confidence) {
    double centre = Interval.quantile(means, 0.5);
    int cut = cut((1 - confidence) / 2);
    return cut == 0
        ? Interval.unbounded(centre)
        : new Interval(centre, means[cut - 1], means[means.length - cut]);
  }

  /** Probability of differences as far from 0 as these, or farther, if there is none. */
  double p() {
    double above = Arrays.stream(means).map(mean -> (1 + Math.signum(mean)) / 2).sum();
    int fewer = (int) Math.ceil(Math.min(above, means.length - above));
    double atMost =
        n > EXACT
            ? new NormalDistribution(mean(), deviation()).cumulativeProbability(fewer + 0.5)
            : distribution()[fewer];
    return Math.min(1, 2 * atMost);
  }

  /** How many of the outermost pairwise means lie outside the interval on each side. */
  private int cut(double tail) {
    if (n > EXACT) {
      double z = new NormalDistribution().inverseCumulativeProbability(tail);
      return Math.max(0, (int) Math.floor(mean() + z * deviation() + 0.5));
    }
    return (int) Arrays.stream(distribution()).takeWhile(atMost -> atMost <= tail).count();
  }

  private double mean() {
    return n * (n + 1.0) / 4;
  }

  private double deviation() {
    return Math.sqrt(n * (n + 1.0) * (2.0 * n + 1) / 24);
  }

  /** Probability that the signed-rank statistic is at most 0, 1, 2 and so on; exact. */
  private double[] distribution() {
    return DISTRIBUTIONS.computeIfAbsent(n, SignedRanks::distribution);
  }

  private static double[] distribution(int n) {
    double[] probability = new double[n * (n + 1) / 2 + 1];
    probability[0] = 1;
    for (int rank = 1; rank <= n; rank++) {
      for (int i = rank * (rank + 1) / 2; i >= 0; i--) {
        double with = i >= rank ? probability[i - rank] : 0;
        probability[i] = (probability[i] + with) / 2;
      }
    }
    Arrays.parallelPrefix(probability, Double::sum);
    return probability;
  }
}
