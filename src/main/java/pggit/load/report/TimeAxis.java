package pggit.load.report;

import java.util.Arrays;

/**
 * The time of a run cut into equal steps, few enough to draw.
 *
 * @param originMillis where it begins, since the epoch
 * @param stepMillis length of a step, above 0
 * @param steps how many, at least 1
 */
record TimeAxis(long originMillis, long stepMillis, int steps) {
  /** Steps that a chart shows at most: on a wide screen one takes four pixels. */
  private static final int MOST = 300;

  private static final double[] NICE_SECONDS = {
    0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 86400
  };

  /**
   * An axis from {@code originMillis} to {@code endMillis}.
   *
   * @param finestMillis what is measured is not finer than this
   */
  static TimeAxis of(long originMillis, long endMillis, long finestMillis) {
    long length = Math.max(1, endMillis - originMillis);
    long step =
        Arrays.stream(NICE_SECONDS)
            .mapToLong(seconds -> Math.round(1000 * seconds))
            .filter(nice -> nice >= finestMillis && (length + nice - 1) / nice <= MOST)
            .findFirst()
            .orElse(86_400_000);
    // What is left over at the end and shorter than half a step belongs to the last whole one.
    long steps = Math.max(1, (length + step / 2) / step);
    return new TimeAxis(originMillis, step, (int) Math.min(steps, 10L * MOST));
  }

  /** Whether a moment lies on the axis. */
  boolean holds(long millis) {
    return millis >= originMillis && millis <= originMillis + (steps + 1) * stepMillis;
  }

  /** The step of a moment; the nearest one for a moment outside. */
  int step(long millis) {
    return (int) Math.max(0, Math.min(steps - 1, (millis - originMillis) / stepMillis));
  }

  /** The step of a time in seconds since the origin. */
  int stepAt(double seconds) {
    return step(originMillis + (long) (1000 * seconds));
  }

  /** Middle of each step in seconds since the origin. */
  double[] middles() {
    double[] middles = new double[steps];
    Arrays.setAll(middles, i -> (i + 0.5) * stepMillis / 1000);
    return middles;
  }

  /** What is known of no step yet. */
  static double[] gaps(int steps) {
    double[] gaps = new double[steps];
    Arrays.fill(gaps, Double.NaN);
    return gaps;
  }

  double stepSeconds() {
    return stepMillis / 1000.0;
  }

  double seconds(long millis) {
    return (millis - originMillis) / 1000.0;
  }
}
