package pggit.load.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import pggit.load.measure.IntervalCounts;
import pggit.load.measure.Part;

/**
 * Latencies along the time: for each step how many, quantiles, the mean of each part, and a coarse
 * histogram for the heat map. One full histogram is alive at a time, so intervals have to come in
 * order of time; one that comes late counts in the step that is open.
 */
final class LatencySteps {
  /** Rows of the heat map for each power of ten. */
  private static final int ROWS_PER_DECADE = 8;

  private static final double LOWEST_NANOS = 1_000;

  private final TimeAxis axis;
  private final long[] count;
  private final Map<Part, double[]> partMillis = new EnumMap<>(Part.class);
  private final double[] p50;
  private final double[] p99;
  private final Map<Integer, Map<Integer, Long>> cells = new LinkedHashMap<>();
  private final Histogram open = Latencies.histogram();
  private int step;

  LatencySteps(TimeAxis axis) {
    this.axis = axis;
    count = new long[axis.steps()];
    p50 = TimeAxis.gaps(axis.steps());
    p99 = TimeAxis.gaps(axis.steps());
  }

  private double[] millis(Part part) {
    return partMillis.computeIfAbsent(part, p -> new double[axis.steps()]);
  }

  void add(long millis, Part part, IntervalCounts counts) {
    int now = axis.step(millis);
    if (now > step) {
      finish();
      step = now;
    }
    millis(part)[step] += counts.sumNanos() / 1e6;
    if (part != Part.RESPONSE) {
      return;
    }
    count[step] += counts.total();
    Map<Integer, Long> column = cells.computeIfAbsent(step, s -> new LinkedHashMap<>());
    for (int i = 0; i < counts.size(); i++) {
      open.recordValueWithCount(counts.nanos(i), counts.count(i));
      column.merge(row(counts.nanos(i)), counts.count(i), Long::sum);
    }
  }

  /** Closes the open step. */
  void finish() {
    if (open.getTotalCount() > 0) {
      p50[step] = open.getValueAtPercentile(50) / 1e6;
      p99[step] = open.getValueAtPercentile(99) / 1e6;
      open.reset();
    }
  }

  /** Row of the heat map; row 0 begins at 1 µs. */
  private static int row(long nanos) {
    return (int)
        Math.floor(ROWS_PER_DECADE * Math.log10(Math.max(nanos, LOWEST_NANOS) / LOWEST_NANOS));
  }

  /** Lower end of a row of the heat map in milliseconds. */
  private static double rowMillis(int row) {
    return LOWEST_NANOS / 1e6 * Math.pow(10, (double) row / ROWS_PER_DECADE);
  }

  TimeAxis axis() {
    return axis;
  }

  double[] p50() {
    return p50.clone();
  }

  double[] p99() {
    return p99.clone();
  }

  /** Successes per second. */
  double[] rate() {
    return Arrays.stream(count).mapToDouble(n -> n / axis.stepSeconds()).toArray();
  }

  /** Mean time of a part in each step, NaN where nothing ended. */
  double[] meanMillis(Part part) {
    double[] mean = millis(part).clone();
    Arrays.setAll(mean, i -> count[i] == 0 ? Double.NaN : mean[i] / count[i]);
    return mean;
  }

  /** Heat map: middle of the step, lower and upper end of the row, and how many. */
  List<double[]> cells() {
    double[] middles = axis.middles();
    List<double[]> found = new ArrayList<>();
    cells.forEach(
        (at, rows) ->
            rows.forEach(
                (row, n) ->
                    found.add(new double[] {middles[at], rowMillis(row), rowMillis(row + 1), n})));
    return found;
  }
}
