package pggit.load.analysis;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * How an interval around the typical difference of pairs is made. {@link #SIGNED_RANK} is the one
 * that {@link Comparison} uses: it covers what it promises at every sample size tried, and with the
 * occasional stray block its intervals are up to a third narrower than Student's. The bootstrap is
 * here to show why it is not used: at 95 % it covers 84 % with 6 pairs and 88 % with 10.
 */
enum IntervalMethod {
  /** Student's t around the mean. */
  STUDENT_T {
    @Override
    Interval interval(double[] differences, double confidence) {
      return Batches.studentT(Batches.mean(differences), differences, confidence);
    }

    @Override
    double p(double[] differences) {
      double mean = Batches.mean(differences);
      if (differences.length < 2 || mean == 0) {
        return 1;
      }
      double error = Batches.standardError(differences);
      double t = Math.abs(mean) / error; // infinite if all are the same
      return error == 0
          ? 0
          : 2 * (1 - new TDistribution(differences.length - 1).cumulativeProbability(t));
    }
  },

  /** Percentiles of the means of resampled differences. */
  BOOTSTRAP {
    private static final int RESAMPLES = 1_000;

    @Override
    Interval interval(double[] differences, double confidence) {
      return Interval.percentile(Batches.mean(differences), means(differences), confidence);
    }

    @Override
    double p(double[] differences) {
      double[] means = means(differences);
      long below = Arrays.stream(means).filter(mean -> mean <= 0).count();
      long above = Arrays.stream(means).filter(mean -> mean >= 0).count();
      return Math.min(1, 2.0 * (Math.min(below, above) + 1) / (RESAMPLES + 1));
    }

    private double[] means(double[] differences) {
      Random random = new Random(differences.length);
      double[] means = new double[RESAMPLES];
      for (int r = 0; r < RESAMPLES; r++) {
        double sum = 0;
        for (int i = 0; i < differences.length; i++) {
          sum += differences[random.nextInt(differences.length)];
        }
        means[r] = sum / differences.length;
      }
      return means;
    }
  },

  /**
   * Hodges and Lehmann's estimate (the median of all pairwise means) with the interval that belongs
   * to Wilcoxon's signed-rank test. It needs symmetric differences, which pairs measured in random
   * order have, and nothing else: no bell curve, no mild tails.
   *
   * @see <a href="https://doi.org/10.1214/aoms/1177704172">Hodges, Lehmann (1963)</a>
   */
  SIGNED_RANK {
    @Override
    Interval interval(double[] differences, double confidence) {
      double[] means = pairwiseMeans(differences);
      Arrays.sort(means);
      double centre = Interval.quantile(means, 0.5);
      int cut = cut(differences.length, (1 - confidence) / 2);
      return cut == 0
          ? new Interval(centre, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
          : new Interval(centre, means[cut - 1], means[means.length - cut]);
    }

    @Override
    double p(double[] differences) {
      double above = 0;
      double[] means = pairwiseMeans(differences);
      for (double mean : means) {
        above += mean > 0 ? 1 : mean == 0 ? 0.5 : 0;
      }
      double fewer = Math.min(above, means.length - above);
      return Math.min(1, 2 * atMost(differences.length, (int) Math.ceil(fewer)));
    }

    private double[] pairwiseMeans(double[] differences) {
      int n = differences.length;
      double[] means = new double[n * (n + 1) / 2];
      int next = 0;
      for (int i = 0; i < n; i++) {
        for (int j = i; j < n; j++) {
          means[next++] = (differences[i] + differences[j]) / 2;
        }
      }
      return means;
    }

    /** How many of the outermost pairwise means lie outside the interval on each side. */
    private int cut(int n, double tail) {
      if (n > EXACT) {
        // The largest with atMost(n, cut - 1) <= tail.
        double z = new NormalDistribution().inverseCumulativeProbability(tail);
        return Math.max(0, (int) Math.floor(mean(n) + z * deviation(n) + 0.5));
      }
      double[] cumulated = cumulated(n);
      int cut = 0;
      while (cut < cumulated.length && cumulated[cut] <= tail) {
        cut++;
      }
      return cut;
    }

    private double atMost(int n, int statistic) {
      return n > EXACT
          ? new NormalDistribution(mean(n), deviation(n)).cumulativeProbability(statistic + 0.5)
          : cumulated(n)[statistic];
    }

    private double mean(int n) {
      return n * (n + 1.0) / 4;
    }

    private double deviation(int n) {
      return Math.sqrt(n * (n + 1.0) * (2.0 * n + 1) / 24);
    }

    /** Probability that the signed-rank statistic is at most 0, 1, 2 and so on; exact. */
    private double[] cumulated(int n) {
      return DISTRIBUTIONS.computeIfAbsent(n, IntervalMethod::signedRanks);
    }
  };

  /** Beyond so many pairs the normal approximation is as good. */
  private static final int EXACT = 100;

  private static final Map<Integer, double[]> DISTRIBUTIONS = new ConcurrentHashMap<>();

  private static double[] signedRanks(int n) {
    int most = n * (n + 1) / 2;
    double[] probability = new double[most + 1];
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

  /** The interval; unbounded if there are too few differences for the confidence asked. */
  abstract Interval interval(double[] differences, double confidence);

  /** Probability of differences as far from 0 as these, or farther, if there is none. */
  abstract double p(double[] differences);
}
