package pggit.load.analysis;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A stretch of constant load.
 *
 * @param offeredPerSecond operations that users asked for, above 0
 * @param goodputPerSecond operations that succeeded in time, window by window, at least one window
 */
public record LoadStep(double offeredPerSecond, List<Double> goodputPerSecond, Refusals refusals) {
  private static final int BATCH = 5;

  public LoadStep {
    Objects.requireNonNull(refusals, "refusals");
    goodputPerSecond = List.copyOf(goodputPerSecond);
    if (!(offeredPerSecond > 0)) {
      throw new IllegalArgumentException("offered load must be above 0, was " + offeredPerSecond);
    }
    if (goodputPerSecond.isEmpty() || goodputPerSecond.stream().anyMatch(rate -> !(rate >= 0))) {
      throw new IllegalArgumentException(
          "goodput needs a window and no number below 0, was " + goodputPerSecond);
    }
  }

  double goodput() {
    return mean(goodputPerSecond);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /**
   * Mean goodput with a 95 % interval from batch means: neighbouring windows resemble each other,
   * so they are taken together by fives before their spread is believed.
   */
  Interval goodputInterval() {
    double[] means =
        IntStream.range(0, goodputPerSecond.size() / BATCH)
            .mapToDouble(i -> mean(goodputPerSecond.subList(i * BATCH, (i + 1) * BATCH)))
            .toArray();
    return means.length < 2
        ? Interval.unbounded(goodput())
        : new StudentT(goodput(), StudentT.standardError(means), means.length - 1).interval(0.95);
  }
}
