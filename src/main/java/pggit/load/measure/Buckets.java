package pggit.load.measure;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * Range and precision of all latency histograms: nanoseconds from 1 µs to 1 h at 3 significant
 * digits. Below 1 µs a JDBC call does not go, above 1 h nobody waits: what takes longer counts as 1
 * h. 3 digits keep a recorded value within 0.1 % (and 512 ns) of the true one at 188 kB per
 * histogram.
 */
final class Buckets {
  static final long LOWEST_NANOS = 1_000;
  static final long HIGHEST_NANOS = 3_600_000_000_000L;
  static final int DIGITS = 3;

  private Buckets() {}

  /**
   * For many writers at once; its size is fixed, since a histogram that grows would allocate under
   * a writer.
   */
  static AtomicHistogram concurrent() {
    return new AtomicHistogram(LOWEST_NANOS, HIGHEST_NANOS, DIGITS);
  }

  /** For one thread at a time; grows with the values it gets, as one is kept for every phase. */
  static Histogram growing() {
    Histogram histogram = new Histogram(LOWEST_NANOS, 2 * LOWEST_NANOS, DIGITS);
    histogram.setAutoResize(true);
    return histogram;
  }

  /** Records {@code nanos}; a negative one, which only a wrong caller has, counts as 0. */
  static void record(AbstractHistogram histogram, long nanos) {
    histogram.recordValue(Math.max(0, Math.min(nanos, HIGHEST_NANOS)));
  }
}
