package pggit.load.duel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import pggit.load.gate.Measured;
import pggit.load.gate.Metric;

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

  /** Notes a pair of values; 0 for a side that could not be measured, nothing if neither could. */
  void add(Metric metric, OptionalDouble baseline, OptionalDouble candidate) {
    if (baseline.isPresent() || candidate.isPresent()) {
      add(metric, baseline.orElse(0), candidate.orElse(0));
    }
  }

  void add(Metric metric, double baseline, double candidate) {
    Columns of = Objects.requireNonNull(columns.get(metric));
    of.baseline().add(baseline);
    of.candidate().add(candidate);
    of.sessions().add(sessions);
  }

  /** What comes now is measured in new sessions. */
  void newSessions() {
    sessions++;
  }

  void endPair() {
    pairs++;
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
