package pggit.load.analysis;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * An estimate whose error follows Student's t.
 *
 * @param error its standard error; 0 if nothing scatters
 * @param freedom degrees of freedom; with 0 or fewer nothing is known of the error
 */
record StudentT(double value, double error, double freedom) {
  static StudentT ofMean(double[] values) {
    return values.length == 0
        ? new StudentT(0, 0, 0)
        : new StudentT(mean(values), standardError(values), values.length - 1);
  }

  /** Mean of {@code after} less that of {@code before}, by Welch; each has a spread of its own. */
  static StudentT ofDifference(double[] before, double[] after) {
    double difference = mean(after) - mean(before);
    int least = Math.min(before.length, after.length) - 1;
    double a = variance(before) / before.length;
    double b = variance(after) / after.length;
    double freedom = (a + b) * (a + b) / (a * a / (before.length - 1) + b * b / (after.length - 1));
    return new StudentT(difference, Math.sqrt(a + b), a + b > 0 && least > 0 ? freedom : least);
  }

  /** Unbounded if nothing is known of the error. */
  Interval interval(double confidence) {
    if (freedom <= 0) {
      return Interval.unbounded(value);
    }
    double t = new TDistribution(freedom).inverseCumulativeProbability((1 + confidence) / 2);
    return new Interval(value, value - t * error, value + t * error);
  }

  /** Probability of a value as far from 0, or farther, if the truth is 0. */
  double p() {
    if (freedom <= 0 || value == 0) {
      return 1;
    }
    return error == 0
        ? 0
        : 2 * new TDistribution(freedom).cumulativeProbability(-Math.abs(value) / error);
  }

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  static double standardError(double[] values) {
    return Math.sqrt(variance(values) / values.length);
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
  }
}
