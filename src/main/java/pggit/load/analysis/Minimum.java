package pggit.load.analysis;

import java.util.function.DoubleUnaryOperator;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;
import org.hipparchus.optim.univariate.UnivariatePointValuePair;

/**
 * The lowest point of a function of one number within bounds: a coarse grid finds the valley,
 * Brent's method its bottom. Ends count, so a minimum on a bound is found.
 */
record Minimum(double at, double value) {
  private static final double RELATIVE = 1e-7;
  private static final double ABSOLUTE = 1e-7;

  /**
   * @param cells how many equal parts the grid has, at least 2
   */
  static Minimum of(DoubleUnaryOperator function, double low, double high, int cells) {
    if (!(low < high)) {
      return new Minimum(low, function.applyAsDouble(low));
    }
    double width = (high - low) / cells;
    Minimum best = new Minimum(low, function.applyAsDouble(low));
    int valley = 0;
    for (int i = 1; i <= cells; i++) {
      double at = i == cells ? high : low + i * width;
      double value = function.applyAsDouble(at);
      if (value < best.value) {
        best = new Minimum(at, value);
        valley = i;
      }
    }
    double from = Math.max(low, low + (valley - 1) * width);
    double to = Math.min(high, low + (valley + 1) * width);
    UnivariatePointValuePair bottom =
        new BrentOptimizer(RELATIVE, ABSOLUTE)
            .optimize(
                new MaxEval(200),
                new UnivariateObjectiveFunction(function::applyAsDouble),
                GoalType.MINIMIZE,
                new SearchInterval(from, to));
    return bottom.getValue() < best.value
        ? new Minimum(bottom.getPoint(), bottom.getValue())
        : best;
  }
}
