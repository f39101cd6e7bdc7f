package pggit.load.gate;

import java.util.List;
import java.util.Objects;
import pggit.load.analysis.Blocks;
import pggit.load.analysis.PairedBlocks;
import pggit.load.analysis.SeparateBlocks;

/**
 * The values of one metric.
 *
 * @param metric what they are of
 * @param paired whether equal places of both lists were measured side by side
 * @param baseline one number per block, or per run if not paired
 * @param candidate the same of the candidate
 */
public record Measured(
    Metric metric, boolean paired, List<Double> baseline, List<Double> candidate) {
  public Measured {
    Objects.requireNonNull(metric, "metric");
    baseline = List.copyOf(baseline);
    candidate = List.copyOf(candidate);
  }

  /** Whether ratios can be taken. A cost may well be 0, such as the WAL of a commit that fails. */
  boolean comparable() {
    return !baseline.isEmpty()
        && !candidate.isEmpty()
        && baseline.stream().allMatch(Measured::positive)
        && candidate.stream().allMatch(Measured::positive);
  }

  /** Whether neither side has any: then there is nothing to compare, and nothing got worse. */
  boolean absent() {
    return baseline.stream().noneMatch(Measured::positive)
        && candidate.stream().noneMatch(Measured::positive);
  }

  Blocks blocks() {
    return paired
        ? new PairedBlocks(metric.name(), metric.direction(), baseline, candidate)
        : new SeparateBlocks(metric.name(), metric.direction(), baseline, candidate);
  }

  private static boolean positive(double value) {
    return value > 0 && Double.isFinite(value);
  }
}
