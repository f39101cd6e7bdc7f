package pggit.load.analysis;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Several metrics at once. Each further metric is one more chance of a false alarm; Holm's
 * procedure keeps the chance of any at the level of one, and gives away less than dividing by their
 * number.
 *
 * @see <a href="https://www.jstor.org/stable/4615733">Holm: A Simple Sequentially Rejective
 *     Multiple Test Procedure (1979)</a>
 */
public final class Holm {
  private Holm() {}

  /**
   * Compares each metric with an interval wide enough that all together hold {@code confidence}: an
   * interval excludes 1 exactly if Holm's procedure rejects its metric.
   *
   * @return in the order given
   */
  public static List<Comparison> compare(List<? extends Blocks> metrics, double confidence) {
    List<Double> p = metrics.stream().map(Blocks::p).toList();
    List<Integer> byP =
        IntStream.range(0, p.size()).boxed().sorted(Comparator.comparingDouble(p::get)).toList();
    Comparison[] together = new Comparison[p.size()];
    double alpha = 1 - confidence;
    double level = alpha / Math.max(1, p.size());
    boolean rejecting = true;
    for (int rank = 0; rank < byP.size(); rank++) {
      int metric = byP.get(rank);
      if (rejecting) {
        level = alpha / (byP.size() - rank);
        rejecting = p.get(metric) <= level; // the first that stands ends the descent
      }
      together[metric] = metrics.get(metric).compare(1 - level);
    }
    return List.of(together);
  }
}
