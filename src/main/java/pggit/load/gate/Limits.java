package pggit.load.gate;

import java.util.OptionalDouble;

/**
 * How much worse is too much: the practical threshold beside the statistical one. A change that is
 * real but smaller is nobody's alarm.
 *
 * @param time share of a latency or a rate, 0.05 for 5 %
 * @param work share of the time on a processor, 0.02 for 2 %
 * @param cost share of a cost, 0.02 for 2 %
 */
public record Limits(double time, double work, double cost) {
  private static final double COARSE = 5;
  private static final double OPEN = 2.5;

  public static Limits percent(double time, double work, double cost) {
    return new Limits(time / 100, work / 100, cost / 100);
  }

  /** The largest worsening that is no regression, above or equal 1. */
  double allowed(Metric.Kind kind) {
    return switch (kind) {
      case TIME -> 1 + time;
      case COARSE_TIME -> 1 + COARSE * time;
      case WORK -> 1 + work;
      case COST -> 1 + cost;
    };
  }

  /**
   * The largest that a machine too busy to tell less may leave open; empty where a machine's noise
   * is no reason.
   */
  OptionalDouble allowedByNoise(Metric.Kind kind) {
    return switch (kind) {
      case TIME -> OptionalDouble.of(1 + COARSE * time);
      case WORK -> OptionalDouble.of(1 + OPEN * work);
      case COARSE_TIME, COST -> OptionalDouble.empty();
    };
  }
}
