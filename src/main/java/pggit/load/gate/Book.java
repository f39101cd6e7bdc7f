package pggit.load.gate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** All pairs so far, metric by metric. */
final class Book {
  private record Columns(List<Double> baseline, List<Double> candidate, List<Integer> sessions) {}

  private final Map<Metric, Columns> columns = new LinkedHashMap<>();
  private int pairs;
  private int sessions;

  Book() {
    DuelMetrics.ALL.forEach(
        metric ->
            columns.put(
                metric, new Columns(new ArrayList<>(), new ArrayList<>(), new ArrayList<>())));
  }

  /** Notes a pair of values, if both sides have one: what failed is counted elsewhere. */
  void add(Metric metric, OptionalDouble baseline, OptionalDouble candidate) {
    if (baseline.isPresent() && candidate.isPresent()) {
      Columns of = Objects.requireNonNull(columns.get(metric));
      of.baseline().add(baseline.getAsDouble());
      of.candidate().add(candidate.getAsDouble());
      of.sessions().add(sessions);
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
    return !Objects.requireNonNull(columns.get(metric)).sessions().isEmpty();
  }

  int pairs() {
    return pairs;
  }

  List<Measured> measured() {
    List<Measured> all = new ArrayList<>();
    columns.forEach(
        (metric, of) ->
            all.add(new Measured(metric, true, of.baseline(), of.candidate(), of.sessions())));
    return all;
  }
}
