package pggit.load.gate;

/**
 * How much worse is too much: the practical threshold beside the statistical one. A change that is
 * real but smaller is nobody's alarm.
 *
 * @param time share of a latency or a rate, 0.05 for 5 %
 * @param cost share of a cost, 0.02 for 2 %
 */
public record Limits(double time, double cost) {
  private static final double COARSE = 5;

  /** The largest worsening that is no regression, above or equal 1. */
  double allowed(Metric.Kind kind) {
    return switch (kind) {
      case TIME -> 1 + time;
      case COARSE_TIME -> coarse(1 + time);
      case COST -> 1 + cost;
    };
  }

  /** Five times as much, for times on a machine that is too busy to tell less. */
  static double coarse(double allowed) {
    return 1 + COARSE * (allowed - 1);
  }
}
