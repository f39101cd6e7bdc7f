package pggit.load.gate;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
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
  static final int LEAST_PAIRS = 5;

  /**
   * 0.01 % on the side that counts: what scatters by 4 % from session to session is looked at some
   * ten times, in each of six metrics.
   */
  private static final double SESSIONS_CONFIDENCE = 0.9998;

  public Measured {
    Objects.requireNonNull(metric, "metric");
    baseline = List.copyOf(baseline);
    candidate = List.copyOf(candidate);
    sessions = List.copyOf(sessions);
  }

  /** Whether ratios can be taken. A cost may well be 0, such as the WAL of a commit that fails. */
  boolean comparable() {
    return !baseline.isEmpty() && !candidate.isEmpty() && values().allMatch(Measured::positive);
  }

  private static boolean positive(double value) {
    return value > 0 && Double.isFinite(value);
  }

  private Stream<Double> values() {
    return Stream.concat(baseline.stream(), candidate.stream());
  }

  /** What cannot be compared because one side has none of it, each in a sentence. */
  static List<String> missing(List<Measured> measured) {
    return measured.stream()
        .filter(m -> !m.comparable() && m.values().anyMatch(Measured::positive))
        .map(
            m ->
                "%s cannot be compared: values of 0, or none, on one side only"
                    .formatted(m.metric.name()))
        .toList();
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
    return paired && (metric.kind() == Metric.Kind.TIME || metric.kind() == Metric.Kind.WORK)
        ? Optional.of(
            Blocks.bySession(metric.direction(), baseline, candidate, sessions, LEAST_PAIRS)
                .compare(SESSIONS_CONFIDENCE))
        : Optional.empty();
  }
}
