package pggit.load.analysis;

import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import pggit.load.measure.Direction;

/**
 * Measurements of one metric from two versions, to be compared by the ratio of candidate over
 * baseline. The unit is the block, never the single request: requests within a block share its
 * moment of the machine, so a million of them say little more than one.
 *
 * @see <a href="https://doi.org/10.1145/2464157.2464160">Kalibera, Jones: Rigorous Benchmarking in
 *     Reasonable Time (2013), on blocks and ratios</a>
 */
public final class Blocks {
  private final Direction direction;
  private final int count;
  private final double p;
  private final DoubleFunction<Interval> logRatio;

  private Blocks(Direction direction, int count, double p, DoubleFunction<Interval> logRatio) {
    this.direction = direction;
    this.count = count;
    this.p = p;
    this.logRatio = logRatio;
  }

  /**
   * Blocks measured side by side, in random order within each pair: pairing removes what changes
   * slowly on a machine, random order what favours the first or the second.
   *
   * @param baseline one number per block (a quantile, a rate, a cost), above 0
   * @param candidate the other version's block of the same pair, above 0
   * @see <a href="https://doi.org/10.1145/3358960.3379132">Bulej et al.: Duet Benchmarking
   *     (2020)</a>
   * @see <a href="https://doi.org/10.1145/3030207.3030229">Abedi, Brecht: Conducting Repeatable
   *     Experiments in Highly Variable Cloud Computing Environments (2017), on randomised multiple
   *     interleaved trials</a>
   */
  public static Blocks paired(Direction direction, List<Double> baseline, List<Double> candidate) {
    SignedRanks ranks = new SignedRanks(logRatios(baseline, candidate));
    return new Blocks(direction, baseline.size(), ranks.p(), ranks::interval);
  }

  /**
   * Pairs with the session as the unit: what a process, a database or its place on disk does to all
   * pairs of a session, more pairs of that session do not average away. Student's t around the mean
   * of the sessions' means.
   *
   * @param sessions in which each pair was measured, one number per pair
   * @param least pairs of a session that counts
   */
  public static Blocks bySession(
      Direction direction,
      List<Double> baseline,
      List<Double> candidate,
      List<Integer> sessions,
      int least) {
    double[] logRatios = logRatios(baseline, candidate);
    var bySession = new TreeMap<Integer, DoubleSummaryStatistics>();
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
    StudentT t = StudentT.ofMean(means);
    return new Blocks(direction, means.length, t.p(), t::interval);
  }

  /**
   * Runs measured at different times, as a stored baseline gives them. One number is one run, since
   * runs differ more than blocks within a run; nothing but more runs makes up for that. Welch's t
   * on the logarithms.
   *
   * @param baseline one number per run, above 0
   * @param candidate the same; there may be more or fewer
   */
  public static Blocks separate(
      Direction direction, List<Double> baseline, List<Double> candidate) {
    StudentT t = StudentT.ofDifference(logs(baseline), logs(candidate));
    return new Blocks(direction, Math.min(baseline.size(), candidate.size()), t.p(), t::interval);
  }

  private static double[] logRatios(List<Double> baseline, List<Double> candidate) {
    if (baseline.isEmpty() || baseline.size() != candidate.size()) {
      throw new IllegalArgumentException(
          "pairs need as many blocks of the baseline as of the candidate, there are %d and %d"
              .formatted(baseline.size(), candidate.size()));
    }
    return logs(
        IntStream.range(0, baseline.size())
            .mapToObj(i -> checked(candidate.get(i)) / checked(baseline.get(i)))
            .toList());
  }

  private static double[] logs(List<Double> values) {
    return values.stream().mapToDouble(value -> Math.log(checked(value))).toArray();
  }

  private static double checked(double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("expected finite numbers above 0, was " + value);
    }
    return value;
  }

  /**
   * The candidate against the baseline.
   *
   * @param confidence of the interval, between 0 and 1
   */
  public Comparison compare(double confidence) {
    Interval log = logRatio.apply(confidence);
    Interval ratio = new Interval(Math.exp(log.value()), Math.exp(log.low()), Math.exp(log.high()));
    return new Comparison(direction, ratio, p, count, confidence);
  }

  /**
   * Compares several metrics at once, each with an interval wide enough that all together hold
   * {@code confidence}. Each further metric is one more chance of a false alarm; Holm's procedure
   * keeps the chance of any at the level of one, and gives away less than dividing by their number.
   * An interval excludes 1 exactly if the procedure rejects its metric.
   *
   * @return in the order given
   * @see <a href="https://www.jstor.org/stable/4615733">Holm: A Simple Sequentially Rejective
   *     Multiple Test Procedure (1979)</a>
   */
  public static List<Comparison> compare(List<Blocks> metrics, double confidence) {
    int n = metrics.size();
    Comparison[] together = new Comparison[n];
    double level = 0;
    boolean rejecting = true;
    int rank = 0;
    for (int i : byP(metrics)) {
      if (rejecting) {
        level = (1 - confidence) / (n - rank++);
        rejecting = metrics.get(i).p <= level; // the first that stands ends the descent
      }
      together[i] = metrics.get(i).compare(1 - level);
    }
    return List.of(together);
  }

  private static List<Integer> byP(List<Blocks> metrics) {
    return IntStream.range(0, metrics.size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> metrics.get(i).p))
        .toList();
  }
}
