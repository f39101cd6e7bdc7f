package pggit.load.gate;

import java.util.ArrayList;
import java.util.List;
import pggit.load.analysis.Blocks;
import pggit.load.analysis.Comparison;

/** Compares all metrics at once and says what follows for each. */
final class GateJudge {
  private GateJudge() {}

  /**
   * @param confidence that none of the statements about the metrics is wrong
   * @return in the order given; without the metrics that neither side has
   */
  static List<MetricRuling> rule(List<Measured> measured, Limits limits, double confidence) {
    List<Measured> comparable = measured.stream().filter(Measured::comparable).toList();
    List<Comparison> comparisons =
        Blocks.compare(comparable.stream().map(Measured::blocks).toList(), confidence);
    List<MetricRuling> rulings = new ArrayList<>();
    for (int i = 0; i < comparisons.size(); i++) {
      Measured of = comparable.get(i);
      rulings.add(MetricRuling.of(of, comparisons.get(i), limits.allowed(of.metric().kind())));
    }
    return rulings;
  }

  /**
   * Times that this machine is too busy to tell, where the work behind them is clear all the same:
   * everything else passes, the processor time of that work included.
   *
   * @param work the metric of that processor time
   * @return what may be left out; empty where something else is open, or anything got worse
   */
  static List<MetricRuling> noisy(List<MetricRuling> rulings, Metric work) {
    List<MetricRuling> noisy = rulings.stream().filter(MetricRuling::noisy).toList();
    List<MetricRuling> others = rulings.stream().filter(r -> !noisy.contains(r)).toList();
    boolean clear =
        others.stream().anyMatch(r -> r.metric().equals(work))
            && Ruling.ofAll(others) == Ruling.PASS;
    return clear ? noisy : List.of();
  }

  /**
   * @param missing what keeps from a pass, whatever the rulings say
   */
  static Ruling verdict(
      List<MetricRuling> metrics, List<FailureRuling> failures, List<String> missing) {
    List<Ruling> parts = new ArrayList<>();
    metrics.forEach(ruling -> parts.add(ruling.verdict()));
    failures.forEach(ruling -> parts.add(ruling.verdict()));
    missing.forEach(what -> parts.add(Ruling.UNDECIDED));
    return Ruling.of(parts);
  }

  /** What decided, each in a sentence; once something got worse, open metrics do not matter. */
  static List<String> reasons(
      List<MetricRuling> metrics, List<FailureRuling> failures, List<String> missing) {
    List<String> reasons =
        new ArrayList<>(
            Ruling.reasons(failures, Ruling.REGRESSION, Ruling.UNDECIDED, Ruling.IMPROVEMENT));
    reasons.addAll(
        Ruling.reasons(
            metrics,
            Ruling.ofAll(metrics) == Ruling.REGRESSION ? Ruling.REGRESSION : Ruling.UNDECIDED,
            Ruling.IMPROVEMENT));
    missing.forEach(what -> reasons.add("undecided: " + what));
    return reasons;
  }

  /** What cannot be compared because one side has none of it, each in a sentence. */
  static List<String> missing(List<Measured> measured) {
    return measured.stream()
        .filter(m -> !m.comparable() && !m.absent())
        .map(
            m ->
                "%s cannot be compared: values of 0, or none, on one side only"
                    .formatted(m.metric().name()))
        .toList();
  }
}
