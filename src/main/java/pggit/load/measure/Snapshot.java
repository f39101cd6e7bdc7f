package pggit.load.measure;

import org.HdrHistogram.Histogram;

/**
 * Recorded times of one operation and part at one moment. Belongs to its caller; later recordings
 * do not change it.
 */
public final class Snapshot {
  private static final double NANOS_PER_MILLI = 1e6;

  /** Half-width of a 95 % interval in standard deviations. */
  private static final double Z_95 = 1.959964;

  /** 100 values times 1 - 0.99 is not 1 in floating point. */
  private static final double ROUNDING = 1e-9;

  private final Histogram histogram;

  Snapshot(Histogram histogram) {
    this.histogram = histogram;
  }

  /** How many values were recorded; those above 1 h are included as "1 h". */
  public long count() {
    return histogram.getTotalCount();
  }

  public boolean isEmpty() {
    return count() == 0;
  }

  /**
   * The smallest recorded value that at least the share {@code q} of the values does not exceed.
   *
   * @param q from 0 to 1
   * @return nanoseconds, at most 0.1 % or 512 ns above the true one
   * @throws IllegalStateException if nothing was recorded: a time that nobody measured is not 0
   */
  public double quantileNanos(double q) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("q must be from 0 to 1, was " + q);
    }
    requireValues();
    return inRange(histogram.getValueAtPercentile(100 * q));
  }

  /**
   * Arithmetic mean in nanoseconds.
   *
   * @throws IllegalStateException if nothing was recorded
   */
  public double meanNanos() {
    requireValues();
    return histogram.getMean();
  }

  /** A copy of the underlying histogram, in nanoseconds. */
  public Histogram histogram() {
    return histogram.copy();
  }

  /**
   * The quantile {@code q} in milliseconds, lower is better, with the 95 % interval of its order
   * statistics (Conover, Practical Nonparametric Statistics, 3.2), which asks for no distribution.
   * Without an interval where the sample is too small for one; unknown if fewer values than one lie
   * beyond a quantile above the median, when it would be but another name for the largest.
   */
  public Estimate quantile(String name, double q) {
    Direction direction = Direction.LOWER_IS_BETTER;
    long n = count();
    if (isEmpty() || (q > 0.5 && q < 1 && n * (1 - q) < 1 - ROUNDING)) {
      return Estimate.unknown(name, "ms", direction, n);
    }
    double value = quantileNanos(q) / NANOS_PER_MILLI;
    double spread = Z_95 * Math.sqrt(n * q * (1 - q));
    long lowRank = (long) Math.floor(n * q - spread);
    long highRank = (long) Math.ceil(n * q + spread) + 1;
    if (lowRank < 1 || highRank > n) {
      return Estimate.of(name, "ms", direction, value, n);
    }
    return Estimate.of(name, "ms", direction, value, rankMillis(lowRank), rankMillis(highRank), n);
  }

  /** The {@code rank}-th smallest value, 1 to {@link #count}. */
  private double rankMillis(long rank) {
    // Half a rank down, so that rounding in the percentile cannot reach the next value.
    return inRange(histogram.getValueAtPercentile(100 * (rank - 0.5) / count())) / NANOS_PER_MILLI;
  }

  private static long inRange(long nanos) {
    return Math.min(nanos, Buckets.HIGHEST_NANOS);
  }

  private void requireValues() {
    if (isEmpty()) {
      throw new IllegalStateException("no value was recorded");
    }
  }
}
