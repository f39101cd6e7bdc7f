package pggit.load.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pggit.load.gate.GateHistory;
import pggit.load.gate.Metric;
import pggit.load.measure.Severity;

/**
 * What the page of a history of the gate shows, ready for the template. Runs are numbered from 1,
 * the oldest.
 *
 * @param changes where a metric changed its level, each in a sentence
 * @param metrics a chart for each
 */
record HistoryPage(GateHistory history, List<String> changes, Section metrics) {
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
    return "Gate: %s of level in %s"
        .formatted(
            changes.isEmpty() ? "no change" : CommandResult.count(changes.size(), "change"),
            CommandResult.count(runs, "run"));
  }

  /** It takes ten to tell: of nine values in any order, 2 in 126 orders split as clearly. */
  String why() {
    return changes.isEmpty() ? "A change shows from ten comparable runs on." : changes.get(0) + ".";
  }

  Sign sign() {
    return changes.isEmpty() ? Sign.NONE : Sign.of(Severity.COST);
  }

  String data() {
    Map<String, Chart> charts = new LinkedHashMap<>(); // drawn in this order
    metrics.charts().forEach(chart -> charts.put(chart.id(), chart));
    return ChartJson.of(Map.of("charts", charts));
  }
}
