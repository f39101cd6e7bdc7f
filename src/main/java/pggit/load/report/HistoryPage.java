package pggit.load.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pggit.load.gate.GateHistory;
import pggit.load.gate.GateResult;
import pggit.load.gate.Metric;
import pggit.load.measure.Outcome;
import pggit.load.measure.Severity;

/**
 * What the page of a history of the gate shows, ready for the template. Runs are numbered from 1,
 * the oldest.
 *
 * @param changes where a metric changed its level, each in a sentence
 * @param charts one for each metric
 */
record HistoryPage(GateHistory history, List<String> changes, Section charts) {
  static HistoryPage of(GateHistory history) {
    List<Chart> charts = new ArrayList<>();
    List<String> changes = new ArrayList<>();
    for (Metric metric : history.metrics()) {
      charts.add(GateCharts.trend(history, metric, charts.size() + 1));
      changes.addAll(history.changes(metric));
    }
    return new HistoryPage(history, changes, Section.of("metrics", "Metrics", charts));
  }

  String headline() {
    int runs = history.runs().size();
    return changes.isEmpty()
        ? "Gate: no change of level in " + runs + (runs == 1 ? " run" : " runs")
        : "Gate: %s of level in %s runs"
            .formatted(changes.size() == 1 ? "1 change" : changes.size() + " changes", runs);
  }

  String title() {
    return headline() + " – pgGit Load";
  }

  String why() {
    return changes.isEmpty()
        ? enough()
            ? "No metric is on another level than before."
            : "A change shows from %s comparable runs on.".formatted(GateHistory.LEAST)
        : changes.get(0) + ".";
  }

  Sign sign() {
    return changes.isEmpty()
        ? enough() ? Sign.of(Outcome.PASS) : Sign.NONE
        : Sign.of(Severity.COST);
  }

  private boolean enough() {
    return history.metrics().stream()
        .flatMap(metric -> history.levels(metric).stream())
        .anyMatch(level -> level.values().size() >= GateHistory.LEAST);
  }

  String time(GateResult run) {
    return ReportWords.time(run.started());
  }

  String commit(GateResult run) {
    return run.facts().getOrDefault(GateResult.COMMIT, "");
  }

  String data() {
    Map<String, Chart> all = new LinkedHashMap<>(); // drawn in this order
    charts.charts().forEach(chart -> all.put(chart.id(), chart));
    return ChartJson.of(Map.of("charts", all));
  }
}
