package pggit.load.exhaustion;

import java.util.Arrays;
import java.util.Locale;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;

/**
 * How much something grows with each commit: Theil and Sen's slope, the median of the slopes of all
 * pairs of measurements, with Sen's 95 % interval. A single jump does not tilt it.
 *
 * @see <a href="https://doi.org/10.1080/01621459.1968.10480934">Sen (1968)</a>
 */
record Trend(double perCommit, double low, double high, int measurements) {

  /** Of the normal distribution, for 95 %. */
  private static final double Z = 1.959964;

  /**
   * @param commits strictly increasing, at least 5
   * @param values measured after so many commits
   */
  static Trend of(double[] commits, double[] values) {
    int n = commits.length;
    if (n < 5 || values.length != n) {
      throw new IllegalArgumentException("a trend takes 5 measurements, were " + n);
    }
    var slopes = new double[n * (n - 1) / 2];
    int next = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        slopes[next++] = (values[i] - values[j]) / (commits[i] - commits[j]);
      }
    }
    Arrays.sort(slopes);
    double reach = Z * Math.sqrt(n * (n - 1) * (2 * n + 5) / 18.0);
    int low = (int) Math.max(0, Math.floor((slopes.length - reach) / 2) - 1);
    int high = (int) Math.min(slopes.length - 1, Math.ceil((slopes.length + reach) / 2));
    double median = (slopes[(slopes.length - 1) / 2] + slopes[slopes.length / 2]) / 2;
    return new Trend(median, slopes[low], slopes[high], n);
  }

  /** Whether no growth can be told from it, or one below the limit for certain. */
  boolean isBelow(double limit) {
    return high < limit || (low <= 0 && high >= 0);
  }

  Estimate estimate(String name) {
    return Estimate.of(
        name, "bytes/commit", Direction.LOWER_IS_BETTER, perCommit, low, high, measurements);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.1f [%.1f, %.1f] bytes a commit", perCommit, low, high);
  }
}
