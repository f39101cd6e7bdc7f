package pggit.load.gate;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import pggit.load.analysis.Blocks;
import pggit.load.analysis.Comparison;

/**
 * The values of one metric.
 *
 * @param paired whether equal places of both lists were measured side by side
 * @param baseline one number per block, or per run if not paired
 * @param candidate the same of the candidate
 * @param sessions in which each pair was measured; empty if not paired
 */
public record Measured(
    Metric metric,
    boolean paired,
    List<Double> baseline,
    List<Double> candidate,
    List<Integer> sessions) {
  /** Of a session that has a say. */
  private static final int LEAST_PAIRS = 5;

  /**
   * 0.1 % on the side that counts: with five times and some ten looks at each of them, sessions by
   * themselves raise a false alarm in about 1 % at most, whatever the pairs say.
   */
  private static final double SESSIONS_CONFIDENCE = 0.998;

  public Measured {
    Objects.requireNonNull(metric, "metric");
    baseline = List.copyOf(baseline);
    candidate = List.copyOf(candidate);
    sessions = List.copyOf(sessions);
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

  private static boolean positive(double value) {
    return value > 0 && Double.isFinite(value);
  }

  Blocks blocks() {
    return paired
        ? Blocks.paired(metric.direction(), baseline, candidate)
        : Blocks.separate(metric.direction(), baseline, candidate);
  }

  /**
   * With the session as the unit, where sessions may favour one side: so it is with times, counted
   * costs are the same.
   */
  Optional<Comparison> bySession() {
    return paired && metric.kind() == Metric.Kind.TIME
        ? Optional.of(
            Blocks.bySession(metric.direction(), baseline, candidate, sessions, LEAST_PAIRS)
                .compare(SESSIONS_CONFIDENCE))
        : Optional.empty();
  }
}
