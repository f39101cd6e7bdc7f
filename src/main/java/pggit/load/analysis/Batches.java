package pggit.load.analysis;

import java.util.Arrays;
import java.util.List;
import org.hipparchus.distribution.continuous.TDistribution;

/** Means and medians of runs of neighbouring values, which are less alike than the values. */
final class Batches {
  private Batches() {}

  /**
   * Mean with a 95 % t interval over batch means; unbounded with fewer than two batches.
   *
   * @param size values in a batch; a rest at the end counts in the mean only
   */
  static Interval mean(List<Double> values, int size) {
    double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    int batches = values.size() / size;
    double[] means = new double[batches];
    for (int i = 0; i < batches; i++) {
      means[i] =
          values.subList(i * size, (i + 1) * size).stream()
              .mapToDouble(Double::doubleValue)
              .average()
              .orElseThrow();
    }
    return studentT(mean, means, 0.95);
  }

  /** The t interval around {@code centre} that the spread of {@code values} gives. */
  static Interval studentT(double centre, double[] values, double confidence) {
    int n = values.length;
    if (n < 2) {
      return new Interval(centre, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    double t = new TDistribution(n - 1).inverseCumulativeProbability((1 + confidence) / 2);
    double half = t * standardError(values);
    return new Interval(centre, centre - half, centre + half);
  }

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  static double variance(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
  }

  static double standardError(double[] values) {
    return Math.sqrt(variance(values) / values.length);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return Interval.quantile(sorted, 0.5);
  }
}
