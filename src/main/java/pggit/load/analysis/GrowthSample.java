package pggit.load.analysis;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The measurements behind a growth: as many sizes as costs, not to be changed. */
record GrowthSample(double[] sizes, double[] costs) {
  /**
   * @throws IllegalArgumentException if the lengths differ, or a number is not finite or not above
   *     0
   */
  static GrowthSample of(Subject subject, double[] sizes, double[] costs) {
    if (sizes.length != costs.length || sizes.length == 0) {
      throw new IllegalArgumentException(
          "%s: expected as many sizes as costs and at least one, were %d and %d"
              .formatted(subject.cost(), sizes.length, costs.length));
    }
    requireAboveZero(subject.sizeUnit(), sizes);
    requireAboveZero(subject.cost(), costs);
    return new GrowthSample(sizes.clone(), costs.clone());
  }

  private static void requireAboveZero(String what, double[] numbers) {
    for (double number : numbers) {
      if (!(number > 0 && number < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            what + ": expected finite numbers above 0, was " + number);
      }
    }
  }

  int measurements() {
    return sizes.length;
  }

  long differentSizes() {
    return Arrays.stream(sizes).distinct().count();
  }

  double smallest() {
    return Arrays.stream(sizes).min().orElseThrow();
  }

  double largest() {
    return Arrays.stream(sizes).max().orElseThrow();
  }

  double[] logCosts() {
    return Arrays.stream(costs).map(Math::log).toArray();
  }

  double factor() {
    return medianCostAt(largest()) / medianCostAt(smallest());
  }

  private double medianCostAt(double size) {
    return Interval.median(
        IntStream.range(0, sizes.length)
            .filter(i -> sizes[i] == size)
            .mapToDouble(i -> costs[i])
            .toArray());
  }
}
