package pggit.load.gate;

/**
 * When a measurement that goes on may be looked at, and how sure each look has to be. Who looks at
 * 95 % after every pair finds a difference sooner or later, even where there is none. So there is a
 * fixed schedule, each look a quarter later than the one before, and look {@code k} may spend only
 * {@code alpha / (k (k + 1))}: over however many looks these add up to alpha (Bonferroni), so that
 * it does not matter which of them ends the measurement.
 *
 * @see <a href="https://doi.org/10.2307/2335684">Pocock: Group Sequential Methods in the Design and
 *     Analysis of Clinical Trials (1977)</a>
 * @see <a href="https://doi.org/10.1093/biomet/70.3.659">Lan, DeMets: Discrete Sequential
 *     Boundaries for Clinical Trials (1983), on spending alpha</a>
 */
final class Looks {
  /** Chance of any false alarm, over all looks and all metrics of one gate run. */
  static final double ALPHA = 0.01;

  /** Signed ranks of fewer pairs cannot be sure enough, with a dozen metrics at the first look. */
  private static final int FIRST = 14;

  private static final double STEP = 1.25;

  private int taken;

  /** How many pairs there have to be before the next look. */
  int nextAt() {
    return (int) Math.ceil(FIRST * Math.pow(STEP, taken));
  }

  /** Takes the next look. The last one may come before its time, when the budget is spent. */
  double takeConfidence() {
    taken++;
    return 1 - ALPHA / (taken * (taken + 1.0));
  }

  int taken() {
    return taken;
  }
}
