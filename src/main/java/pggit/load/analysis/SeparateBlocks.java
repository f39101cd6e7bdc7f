package pggit.load.analysis;

import java.util.List;
import java.util.Objects;
import org.hipparchus.distribution.continuous.TDistribution;
import pggit.load.measure.Direction;

/**
 * Runs of two versions measured at different times, as a stored baseline gives them. One number is
 * one run, since runs differ more than blocks within a run; nothing but more runs makes up for
 * that.
 *
 * @param metric what was measured
 * @param direction which way is better
 * @param baseline one number per run, above 0
 * @param candidate one number per run, above 0; there may be more or fewer
 */
public record SeparateBlocks(
    String metric, Direction direction, List<Double> baseline, List<Double> candidate)
    implements Blocks {
  public SeparateBlocks {
    Objects.requireNonNull(direction, "direction");
    baseline = checked(metric, "baseline", baseline);
    candidate = checked(metric, "candidate", candidate);
  }

  static List<Double> checked(String metric, String side, List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException(metric + ": no measurement of the " + side);
    }
    for (double value : values) {
      if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "%s of the %s: expected finite numbers above 0, was %s".formatted(metric, side, value));
      }
    }
    return List.copyOf(values);
  }

  @Override
  public double p() {
    return compare(0.95).p(); // whatever the confidence
  }

  /** Welch's t on the logarithms. */
  @Override
  public Comparison compare(double confidence) {
    double[] before = logs(baseline);
    double[] after = logs(candidate);
    double difference = Batches.mean(after) - Batches.mean(before);
    Interval interval =
        new Interval(difference, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    double p = 1;
    if (before.length > 1 && after.length > 1) {
      double a = Batches.variance(before) / before.length;
      double b = Batches.variance(after) / after.length;
      double error = Math.sqrt(a + b);
      if (error == 0) {
        interval = new Interval(difference, difference, difference);
        p = difference == 0 ? 1 : 0;
      } else {
        double freedom =
            (a + b) * (a + b) / (a * a / (before.length - 1) + b * b / (after.length - 1));
        TDistribution t = new TDistribution(freedom);
        double half = error * t.inverseCumulativeProbability((1 + confidence) / 2);
        interval = new Interval(difference, difference - half, difference + half);
        p = 2 * t.cumulativeProbability(-Math.abs(difference) / error);
      }
    }
    return new Comparison(
        metric,
        direction,
        Comparison.ratio(interval),
        p,
        Math.min(before.length, after.length),
        confidence);
  }

  private static double[] logs(List<Double> values) {
    return values.stream().mapToDouble(Math::log).toArray();
  }
}
