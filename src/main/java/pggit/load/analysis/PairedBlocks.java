package pggit.load.analysis;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import pggit.load.measure.Direction;

/**
 * Blocks of two versions measured side by side, in random order within each pair. Pairing removes
 * what changes slowly on a machine, random order removes what favours the first or the second.
 *
 * @param metric what was measured
 * @param direction which way is better
 * @param baseline one number per block (a quantile, a rate, a cost), above 0
 * @param candidate the other version's block of the same pair, above 0
 * @see <a href="https://doi.org/10.1145/3358960.3379132">Bulej et al.: Duet Benchmarking (2020)</a>
 * @see <a href="https://doi.org/10.1145/3030207.3030229">Abedi, Brecht: Conducting Repeatable
 *     Experiments in Highly Variable Cloud Computing Environments (2017), on randomised multiple
 *     interleaved trials</a>
 * @see <a href="https://doi.org/10.1145/2464157.2464160">Kalibera, Jones: Rigorous Benchmarking in
 *     Reasonable Time (2013), on blocks and ratios</a>
 */
public record PairedBlocks(
    String metric, Direction direction, List<Double> baseline, List<Double> candidate)
    implements Blocks {
  public PairedBlocks {
    Objects.requireNonNull(direction, "direction");
    baseline = SeparateBlocks.checked(metric, "baseline", baseline);
    candidate = SeparateBlocks.checked(metric, "candidate", candidate);
    if (baseline.size() != candidate.size()) {
      throw new IllegalArgumentException(
          "%s: pairs need as many blocks of the baseline as of the candidate, there are %d and %d"
              .formatted(metric, baseline.size(), candidate.size()));
    }
  }

  @Override
  public double p() {
    return IntervalMethod.SIGNED_RANK.p(logRatios());
  }

  @Override
  public Comparison compare(double confidence) {
    return compare(confidence, IntervalMethod.SIGNED_RANK);
  }

  Comparison compare(double confidence, IntervalMethod method) {
    double[] logRatios = logRatios();
    return new Comparison(
        metric,
        direction,
        Comparison.ratio(method.interval(logRatios, confidence)),
        method.p(logRatios),
        logRatios.length,
        confidence);
  }

  /**
   * The candidate against the baseline with the session as the unit: what a process, a database or
   * its place on disk does to all pairs of a session, more pairs of that session do not average
   * away. Student's t around the mean of the sessions' means.
   *
   * @param sessions in which each pair was measured, one number per pair
   * @param least pairs of a session that counts
   * @return with the number of sessions in place of the blocks; unbounded with fewer than two
   */
  public Comparison compareBySession(List<Integer> sessions, int least, double confidence) {
    if (sessions.size() != baseline.size()) {
      throw new IllegalArgumentException(
          "%s: %d pairs were measured in %d sessions"
              .formatted(metric, baseline.size(), sessions.size()));
    }
    Map<Integer, DoubleSummaryStatistics> bySession = new TreeMap<>();
    double[] logRatios = logRatios();
    for (int i = 0; i < logRatios.length; i++) {
      bySession
          .computeIfAbsent(sessions.get(i), session -> new DoubleSummaryStatistics())
          .accept(logRatios[i]);
    }
    double[] means =
        bySession.values().stream()
            .filter(session -> session.getCount() >= least)
            .mapToDouble(DoubleSummaryStatistics::getAverage)
            .toArray();
    double centre = Arrays.stream(means).average().orElse(0);
    return new Comparison(
        metric,
        direction,
        Comparison.ratio(Batches.studentT(centre, means, confidence)),
        means.length < 2 ? 1 : IntervalMethod.STUDENT_T.p(means),
        means.length,
        confidence);
  }

  private double[] logRatios() {
    double[] logRatios = new double[baseline.size()];
    for (int i = 0; i < logRatios.length; i++) {
      logRatios[i] = Math.log(candidate.get(i) / baseline.get(i));
    }
    return logRatios;
  }
}
