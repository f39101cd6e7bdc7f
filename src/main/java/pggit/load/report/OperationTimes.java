package pggit.load.report;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import pggit.load.measure.Part;

/** Response times of requests, and what they were spent on. */
final class OperationTimes {
  private final Histogram response = new Histogram(1_000, 2_000, 3);
  private final double[] partNanos = new double[Part.values().length];

  OperationTimes() {
    response.setAutoResize(true);
  }

  void add(Part part, long nanos, long count) {
    partNanos[part.ordinal()] += (double) nanos * count;
    if (part == Part.RESPONSE) {
      response.recordValueWithCount(nanos, count);
    }
  }

  long count() {
    return response.getTotalCount();
  }

  double millis(double percentile) {
    return response.getValueAtPercentile(percentile) / 1e6;
  }

  /**
   * A percentile in milliseconds; empty if fewer requests than one lie beyond it, when it would be
   * but another name for the slowest.
   */
  OptionalDouble quantile(double percentile) {
    return count() * (100 - percentile) >= 100
        ? OptionalDouble.of(millis(percentile))
        : OptionalDouble.empty();
  }

  /** A percentile in words, a dash where the sample is too small for it. */
  String words(double percentile) {
    OptionalDouble quantile = quantile(percentile);
    return quantile.isPresent() ? Numbers.time(quantile.getAsDouble()) : "–";
  }

  double meanMillis(Part part) {
    return partNanos[part.ordinal()] / 1e6 / Math.max(1, count());
  }

  /**
   * How many responses took between 1 µs times a power of ten and the next.
   *
   * @param perDecade in how many equal parts a power of ten is cut
   * @return by number of the part, 0 beginning at 1 µs
   */
  Map<Integer, Long> rows(int perDecade) {
    Map<Integer, Long> rows = new TreeMap<>();
    for (HistogramIterationValue value : response.recordedValues()) {
      double micros = Math.max(1, value.getValueIteratedTo() / 1e3);
      int row = (int) Math.floor(perDecade * Math.log10(micros));
      rows.merge(row, value.getCountAddedInThisIterationStep(), Long::sum);
    }
    return rows;
  }
}
