package pggit.load.analysis;

import pggit.load.measure.Direction;

/**
 * How a candidate stands to its baseline in one metric. Says what is known, not what is allowed:
 * that the interval excludes 1 makes a difference real, whether it matters is for the gate to say.
 *
 * @param ratio candidate over baseline; the interval is 0 to infinite if there were too few blocks
 * @param p probability of a ratio as far from 1, or farther, if there is no difference
 * @param blocks pairs, sessions, or the smaller number of runs
 * @param confidence of the interval; raised above the one asked for if several metrics share it
 */
public record Comparison(
    Direction direction, Interval ratio, double p, int blocks, double confidence) {

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

  public boolean better() {
    return direction != Direction.NEITHER && worsening().high() < 1;
  }
}
