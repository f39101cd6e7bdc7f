package pggit.load.analysis;

import pggit.load.measure.Direction;

/**
 * Measurements of one metric from two versions, to be compared. The unit is the block, never the
 * single request: requests within a block share its moment of the machine, so a million of them say
 * little more than one.
 */
public sealed interface Blocks permits PairedBlocks, SeparateBlocks {
  /** What was measured, for example {@code "commit latency p95"}. */
  String metric();

  /** Which way is better. */
  Direction direction();

  /** Probability of a difference as large as the one measured, or larger, if there is none. */
  double p();

  /**
   * The candidate against the baseline.
   *
   * @param confidence of the interval, between 0 and 1
   */
  Comparison compare(double confidence);
}
