package pggit.load.analysis;

import java.util.Locale;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;

/**
 * How a candidate stands to its baseline in one metric. Says what is known, not what is allowed:
 * that the interval excludes 1 makes a difference real, whether it matters is for the gate to say.
 *
 * @param metric what was measured
 * @param direction which way is better
 * @param ratio candidate over baseline; the interval is 0 to infinite if there were too few blocks
 * @param p probability of a ratio as far from 1, or farther, if there is no difference
 * @param blocks pairs, or the smaller number of runs
 * @param confidence of the interval; raised above the one asked for if several metrics share it
 */
public record Comparison(
    String metric, Direction direction, Interval ratio, double p, int blocks, double confidence) {

  static Interval ratio(Interval logRatio) {
    return new Interval(
        Math.exp(logRatio.value()), Math.exp(logRatio.low()), Math.exp(logRatio.high()));
  }

  /** The ratio turned so that above 1 is worse; for a metric without direction as it is. */
  public Interval worsening() {
    return direction == Direction.HIGHER_IS_BETTER
        ? new Interval(1 / ratio.value(), 1 / ratio.high(), 1 / ratio.low())
        : ratio;
  }

  /** Whether the candidate is surely worse, by however little. */
  public boolean worse() {
    return direction != Direction.NEITHER && worsening().low() > 1;
  }

  /** Whether the candidate is surely better, by however little. */
  public boolean better() {
    return direction != Direction.NEITHER && worsening().high() < 1;
  }

  public Estimate estimate() {
    return ratio.estimate(metric + ", candidate / baseline", "", direction, blocks);
  }

  /**
   * {@code commit latency p95: +8.3 % [+6.1, +10.6] against the baseline, worse; 40 blocks, p …}.
   */
  public String sentence() {
    String judgement = worse() ? "worse" : better() ? "better" : "no difference shown";
    return String.format(
        Locale.ROOT,
        "%s: %s %% [%s, %s] against the baseline, %s; %d blocks, p = %s",
        metric,
        change(ratio.value()),
        change(ratio.low()),
        change(ratio.high()),
        judgement,
        blocks,
        p < 1e-4 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p));
  }

  private static String change(double ratio) {
    return Double.isInfinite(ratio)
        ? "unbounded"
        : String.format(Locale.ROOT, "%+.2f", 100 * (ratio - 1));
  }
}
