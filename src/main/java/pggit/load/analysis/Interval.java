package pggit.load.analysis;

import java.util.Arrays;
import java.util.List;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;

/**
 * A number with its interval. Unlike an {@link Estimate} an end may be infinite: what is not
 * bounded by the data is said to be unbounded.
 */
public record Interval(double value, double low, double high) {
  /** In place of what does not tell. */
  public static final String UNKNOWN = "not known from this run";

  private static final double WIDEST = 100;

  public Interval {
    if (!(low <= value && value <= high)) {
      throw new IllegalArgumentException(
          "expected low <= value <= high, was %s, %s, %s".formatted(low, value, high));
    }
  }

  /**
   * The percentile interval of resampled values; stretched to hold {@code value}, which need not
   * lie inside it when the resamples are skewed.
   *
   * @param resampled values from the resamples, at least one; infinite ones are allowed
   * @param confidence 0.95 for a 95 % interval
   */
  static Interval percentile(double value, double[] resampled, double confidence) {
    double[] sorted = resampled.clone();
    Arrays.sort(sorted);
    double tail = (1 - confidence) / 2;
    double low = quantile(sorted, tail);
    double high = quantile(sorted, 1 - tail);
    return new Interval(value, Math.min(low, value), Math.max(high, value));
  }

  /** The quantile of sorted values, interpolated between neighbours. */
  static double quantile(double[] sorted, double q) {
    double position = q * (sorted.length - 1);
    int below = (int) Math.floor(position);
    int above = (int) Math.ceil(position);
    if (sorted[below] == sorted[above]) { // also keeps infinity minus infinity out
      return sorted[below];
    }
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /** Of which the data bound neither end. */
  static Interval unbounded(double value) {
    return new Interval(value, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  public static double median(List<Double> values) {
    return median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return quantile(sorted, 0.5);
  }

  Interval times(double factor) {
    return new Interval(value * factor, low * factor, high * factor);
  }

  /** Whether {@code number} lies within the interval, ends included. */
  public boolean holds(double number) {
    return low <= number && number <= high;
  }

  /**
   * Whether the interval tells where the number lies: it is bounded, and by no more than two orders
   * of magnitude. Where not, sentences and pages say so instead of showing its ends.
   */
  public boolean tells() {
    if (!Double.isFinite(value) || !Double.isFinite(low) || !Double.isFinite(high)) {
      return false;
    }
    if (low <= 0 && high >= 0) {
      return value == 0 || Math.max(-low, high) <= WIDEST * Math.abs(value);
    }
    return low > 0 ? high <= WIDEST * low : low >= WIDEST * high;
  }

  /** For result files: an unbounded end leaves the interval out, an infinite value the value. */
  public Estimate estimate(String name, String unit, Direction direction, long count) {
    if (!Double.isFinite(value)) {
      return Estimate.unknown(name, unit, direction, count);
    }
    if (!Double.isFinite(low) || !Double.isFinite(high)) {
      return Estimate.of(name, unit, direction, value, count);
    }
    return Estimate.of(name, unit, direction, value, low, high, count);
  }
}
