package pggit.load.gate;

import java.util.List;
import java.util.function.ToDoubleFunction;
import pggit.load.analysis.Interval;

/**
 * What a statement cost the server, all its calls in one operation together, and with them what its
 * functions and triggers did.
 *
 * @param pages 8 kB pages of shared memory looked at
 */
public record StatementCost(
    double calls, double micros, double pages, double walRecords, double walBytes) {
  static final StatementCost NOTHING = new StatementCost(0, 0, 0, 0, 0);

  StatementCost plus(StatementCost more, int sign) {
    return new StatementCost(
        calls + sign * more.calls,
        micros + sign * more.micros,
        pages + sign * more.pages,
        walRecords + sign * more.walRecords,
        walBytes + sign * more.walBytes);
  }

  /** Of each number by itself. */
  static StatementCost median(List<StatementCost> costs) {
    return new StatementCost(
        median(costs, StatementCost::calls),
        median(costs, StatementCost::micros),
        median(costs, StatementCost::pages),
        median(costs, StatementCost::walRecords),
        median(costs, StatementCost::walBytes));
  }

  static double median(List<StatementCost> costs, ToDoubleFunction<StatementCost> measure) {
    return Interval.median(costs.stream().map(measure::applyAsDouble).toList());
  }
}
