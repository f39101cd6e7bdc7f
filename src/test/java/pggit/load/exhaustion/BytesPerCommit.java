package pggit.load.exhaustion;

import java.util.Locale;
import pggit.load.analysis.Interval;
import pggit.load.analysis.Slope;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;

/**
 * How much something grows with each commit: {@link Slope} over commits instead of seconds.
 *
 * @param perCommit bytes for each commit, with a 95 % interval
 */
record BytesPerCommit(Interval perCommit, int measurements) {

  /**
   * @param commits strictly increasing, at least 5
   * @param bytes measured after so many commits
   */
  static BytesPerCommit of(double[] commits, double[] bytes) {
    if (commits.length < 5) {
      throw new IllegalArgumentException("a trend takes 5 measurements, were " + commits.length);
    }
    return new BytesPerCommit(
        Slope.of("memory", "bytes", commits, bytes).perSecond(), commits.length);
  }

  /** Whether no growth can be told from it, or one below the limit for certain. */
  boolean isBelow(double limit) {
    return perCommit.high() < limit || perCommit.holds(0);
  }

  Estimate estimate(String name) {
    return perCommit.estimate(name, "bytes/commit", Direction.LOWER_IS_BETTER, measurements);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.1f [%.1f, %.1f] bytes a commit",
        perCommit.value(),
        perCommit.low(),
        perCommit.high());
  }
}
