package pggit.load.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All pairs so far. */
final class Book {
  private record Row(Metric metric, int session, double baseline, double candidate) {}

  private final List<Row> rows = new ArrayList<>();
  private int pairs;
  private int sessions;

  /** Notes a pair of values, if both sides have one: what failed is counted elsewhere. */
  void add(Metric metric, Optional<Double> baseline, Optional<Double> candidate) {
    if (baseline.isPresent() && candidate.isPresent()) {
      rows.add(new Row(metric, sessions, baseline.get(), candidate.get()));
    }
  }

  /** What comes now is measured in new sessions. */
  void newSessions() {
    sessions++;
  }

  void endPair() {
    pairs++;
  }

  /** Whether any pair of it was measured on both sides. */
  boolean has(Metric metric) {
    return rows.stream().anyMatch(row -> row.metric().equals(metric));
  }

  int pairs() {
    return pairs;
  }

  List<Measured> measured() {
    return DuelMetrics.ALL.stream().map(this::measured).toList();
  }

  private Measured measured(Metric metric) {
    List<Row> of = rows.stream().filter(row -> row.metric().equals(metric)).toList();
    return new Measured(
        metric,
        true,
        of.stream().map(Row::baseline).toList(),
        of.stream().map(Row::candidate).toList(),
        of.stream().map(Row::session).toList());
  }
}
