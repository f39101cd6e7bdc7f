package pggit.load.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing drawn in a chart. Gaps are NaN.
 *
 * @param name in legend and table
 * @param shape {@code line}, {@code step}, {@code area}, {@code bars}, {@code points}, {@code band}
 *     (between low and high), {@code ranges} (from low to high at each y), {@code cells} (rows of a
 *     heat map: x, low, high and, as y, how many), {@code spans} (from low to high at each x)
 * @param color {@code c0} to {@code c7}, {@code grey}, {@code good}, {@code bad}, {@code warn}
 * @param x positions; the chart's own if absent
 * @param stack series of the same stack are put on top of each other
 * @param dashed for what is not measured: limits, fitted and extrapolated curves
 * @param labels names of the points
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChartSeries(
    String name,
    String shape,
    String color,
    double @Nullable [] x,
    double @Nullable [] y,
    double @Nullable [] low,
    double @Nullable [] high,
    @Nullable String stack,
    @Nullable Boolean dashed,
    String @Nullable [] labels) {

  static ChartSeries of(String name, String shape, String color, double[] y) {
    return new ChartSeries(name, shape, color, null, y, null, null, null, null, null);
  }

  static ChartSeries line(String name, String color, double[] y) {
    return of(name, "line", color, y);
  }

  static ChartSeries step(String name, String color, double[] y) {
    return of(name, "step", color, y);
  }

  /** An area on top of the others of the same stack. */
  static ChartSeries stacked(String name, String color, String stack, double[] y) {
    return of(name, "area", color, y).on(stack);
  }

  static ChartSeries bars(String name, String color, String stack, double[] y) {
    return of(name, "bars", color, y).on(stack);
  }

  static ChartSeries points(String name, String color, double[] x, double[] y) {
    return of(name, "points", color, y).at(x);
  }

  /** A shape between two ends at each x. */
  static ChartSeries between(
      String name, String shape, String color, double[] x, double[] low, double[] high) {
    return new ChartSeries(name, shape, color, x, null, low, high, null, null, null);
  }

  /**
   * The largest in all of many on top of each other, each with a colour of its own, and all others
   * together.
   *
   * @param shape {@code area} or {@code bars}
   */
  static List<ChartSeries> largest(
      Map<String, double[]> named, int most, String shape, String stack, String others) {
    List<ChartSeries> series = new ArrayList<>();
    double[] rest = {};
    List<Map.Entry<String, double[]>> byTotal =
        named.entrySet().stream()
            .sorted(
                Comparator.comparingDouble(
                        (Map.Entry<String, double[]> one) -> -Samples.sum(one.getValue()))
                    .thenComparing(Map.Entry::getKey))
            .toList();
    for (Map.Entry<String, double[]> one : byTotal) {
      if (series.size() < most) {
        series.add(of(one.getKey(), shape, "e" + series.size(), one.getValue()).on(stack));
      } else {
        double[] sum = Arrays.copyOf(rest, one.getValue().length);
        Arrays.setAll(sum, i -> sum[i] + one.getValue()[i]);
        rest = sum;
      }
    }
    if (named.size() > most) {
      series.add(of(others, shape, "grey", rest).on(stack));
    }
    return series;
  }

  private ChartSeries on(String pile) {
    return new ChartSeries(name, shape, color, x, y, low, high, pile, dashed, labels);
  }

  ChartSeries with(double[] values) {
    return new ChartSeries(name, shape, color, x, values, low, high, stack, dashed, labels);
  }

  /** The y of a series that has some. */
  double[] values() {
    return Objects.requireNonNull(y, name);
  }

  ChartSeries at(double[] positions) {
    return new ChartSeries(name, shape, color, positions, y, low, high, stack, dashed, labels);
  }

  ChartSeries asDashed() {
    return new ChartSeries(name, shape, color, x, y, low, high, stack, true, labels);
  }

  ChartSeries labelled(String... names) {
    return new ChartSeries(name, shape, color, x, y, low, high, stack, dashed, names);
  }
}
