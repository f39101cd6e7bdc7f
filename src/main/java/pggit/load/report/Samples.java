package pggit.load.report;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The rows of a {@link SampledTable} about one thing, by column and step. */
final class Samples {
  /** Statistics of each step, and its last value; NaN where there is none. */
  private record Column(List<DoubleSummaryStatistics> steps, double[] last) {
    static Column ofSteps(int steps) {
      return new Column(
          Stream.generate(DoubleSummaryStatistics::new).limit(steps).toList(),
          TimeAxis.gaps(steps));
    }
  }

  private final TimeAxis axis;
  private final int[] rows;
  private final Map<String, Column> columns = new LinkedHashMap<>();

  Samples(TimeAxis axis) {
    this.axis = axis;
    rows = new int[axis.steps()];
  }

  void row(int step) {
    rows[step]++;
  }

  /** A cell that is no number is left out. */
  void add(String name, int step, String cell) {
    double value;
    try {
      value = cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      return;
    }
    if (!Double.isNaN(value)) {
      Column column = columns.computeIfAbsent(name, n -> Column.ofSteps(axis.steps()));
      column.steps.get(step).accept(value);
      column.last[step] = value;
    }
  }

  /** Columns with numbers, in the order of the file. */
  List<String> columns() {
    return List.copyOf(columns.keySet());
  }

  boolean has(String column) {
    return columns.containsKey(column);
  }

  /** Mean of each step, NaN where there is no sample. */
  double[] mean(String column) {
    return bridged(each(column, DoubleSummaryStatistics::getAverage));
  }

  /** Mean of each step of what a row names only if it is not 0; NaN where there is no row. */
  double[] meanOfNamed(String column) {
    double[] mean = sum(column);
    Arrays.setAll(mean, i -> rows[i] == 0 ? Double.NaN : mean[i] / rows[i]);
    return bridged(mean);
  }

  /** Largest sample of each step, NaN where there is none. */
  double[] max(String column) {
    return bridged(each(column, DoubleSummaryStatistics::getMax));
  }

  private double[] each(String column, ToDoubleFunction<DoubleSummaryStatistics> figure) {
    return column(column).steps.stream()
        .mapToDouble(step -> step.getCount() == 0 ? Double.NaN : figure.applyAsDouble(step))
        .toArray();
  }

  /**
   * Holds each sample until the next one, where that is not much farther away than usual: a sampler
   * at the pace of the axis now and then misses a step, which is no gap in what is known.
   */
  private static double[] bridged(double[] values) {
    int[] known = IntStream.range(0, values.length).filter(i -> !Double.isNaN(values[i])).toArray();
    int[] apart =
        IntStream.range(1, known.length).map(i -> known[i] - known[i - 1]).sorted().toArray();
    int usual = apart.length == 0 ? 1 : apart[apart.length / 2];
    for (int k = 1; k < known.length; k++) {
      if (known[k] - known[k - 1] <= 3 * usual) {
        Arrays.fill(values, known[k - 1] + 1, known[k], values[known[k - 1]]);
      }
    }
    return values;
  }

  /** Sum of each step, 0 where there is no sample: for files that name only what happened. */
  double[] sum(String column) {
    return column(column).steps.stream().mapToDouble(DoubleSummaryStatistics::getSum).toArray();
  }

  /** Growth per second of a counter; NaN where it is not known. */
  double[] rate(String column) {
    double[] last = column(column).last;
    double[] rate = TimeAxis.gaps(last.length);
    int before = -1;
    for (int i = 0; i < last.length; i++) {
      if (Double.isNaN(last[i])) {
        continue;
      }
      if (before >= 0 && last[i] >= last[before]) { // a restarted server counts from 0 again
        double perSecond = (last[i] - last[before]) / ((i - before) * axis.stepSeconds());
        Arrays.fill(rate, before + 1, i + 1, perSecond);
      }
      before = i;
    }
    return rate;
  }

  /** Growth of a counter within each step: its last value less that of the step before. */
  double[] growth(String column) {
    return Arrays.stream(rate(column)).map(r -> r * axis.stepSeconds()).toArray();
  }

  private Column column(String name) {
    return columns.getOrDefault(name, Column.ofSteps(axis.steps()));
  }
}
