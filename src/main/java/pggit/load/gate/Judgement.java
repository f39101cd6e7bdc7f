package pggit.load.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What follows from all that was found.
 *
 * @param missing what keeps from a pass, whatever the rulings say, each in a sentence
 */
record Judgement(List<MetricRuling> metrics, List<FailureRuling> failures, List<String> missing) {
  /** A ruling on one thing, with its evidence. */
  interface Part {
    String metric();

    Ruling verdict();

    String sentence();
  }

  Ruling verdict() {
    List<Ruling> parts = new ArrayList<>();
    metrics.forEach(ruling -> parts.add(ruling.verdict()));
    failures.forEach(ruling -> parts.add(ruling.verdict()));
    missing.forEach(what -> parts.add(Ruling.UNDECIDED));
    return Ruling.of(parts);
  }

  /** What decided, each in a sentence; once something got worse, open metrics do not matter. */
  List<String> reasons() {
    boolean worse = metrics.stream().anyMatch(m -> m.verdict() == Ruling.REGRESSION);
    List<String> reasons = new ArrayList<>();
    for (Ruling kind : List.of(Ruling.REGRESSION, Ruling.UNDECIDED, Ruling.IMPROVEMENT)) {
      said(failures, kind).forEach(reasons::add);
    }
    said(metrics, worse ? Ruling.REGRESSION : Ruling.UNDECIDED).forEach(reasons::add);
    said(metrics, Ruling.IMPROVEMENT).forEach(reasons::add);
    missing.forEach(what -> reasons.add("undecided: " + what));
    return reasons;
  }

  private static Stream<String> said(List<? extends Part> parts, Ruling kind) {
    return parts.stream()
        .filter(part -> part.verdict() == kind)
        .map(part -> kind.word() + ": " + part.sentence());
  }
}
