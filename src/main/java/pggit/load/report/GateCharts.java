package pggit.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import pggit.load.gate.GateHistory;
import pggit.load.gate.GateResult;
import pggit.load.gate.GateResult.History;
import pggit.load.gate.Metric;
import pggit.load.gate.MetricRuling;
import pggit.load.gate.Ruling;

/** Candidate against baseline as a forest plot, and how the metrics moved over accepted runs. */
final class GateCharts {
  /** Metrics with a history of their own. */
  private static final int MOST_HISTORIES = 8;

  /** {@code c0} to {@code c7}. */
  private static final int COLORS = 8;

  private GateCharts() {}

  static Section section(GateResult gate) {
    List<Chart> charts = new ArrayList<>();
    if (!gate.comparisons().isEmpty()) {
      charts.add(forest(gate.comparisons()));
    }
    for (History history : gate.history()) {
      if (!history.values().isEmpty() && charts.size() <= MOST_HISTORIES) {
        charts.add(history(history, charts.size()));
      }
    }
    return Section.of("gate", "Against the baseline", charts);
  }

  private static Chart forest(List<MetricRuling> compared) {
    int n = compared.size();
    double[] rows = IntStream.range(0, n).mapToDouble(i -> n - i).toArray();
    String[] names = compared.stream().map(MetricRuling::metric).toArray(String[]::new);
    double edge = 1.1 * compared.stream().mapToDouble(GateCharts::end).max().orElse(1);
    List<ChartSeries> series = new ArrayList<>();
    series.add(
        ChartSeries.between(
                "interval of the ratio",
                "ranges",
                "c0",
                column(compared, MetricRuling::ratio),
                column(compared, MetricRuling::low),
                column(compared, c -> c.high() == null ? Double.NaN : c.high()))
            .with(rows)
            .labelled(names));
    series.add(
        ChartSeries.points("ratio", "c0", column(compared, MetricRuling::ratio), rows)
            .labelled(names));
    series.add(
        ChartSeries.points("allowed", "bad", column(compared, MetricRuling::allowed), rows)
            .labelled(names));
    long worse = compared.stream().filter(c -> c.verdict() == Ruling.REGRESSION).count();
    long open = compared.stream().filter(c -> c.verdict() == Ruling.UNDECIDED).count();
    return Chart.of(
            "forest",
            worse > 0
                ? "%s of %s metrics %s worse than the baseline"
                    .formatted(worse, n, worse == 1 ? "is" : "are")
                : open > 0
                    ? "%s of %s metrics undecided, none is worse".formatted(open, n)
                    : "No metric is worse than the baseline",
            "Candidate over baseline with its interval; 1 is no change. A metric is worse if its interval"
                + " lies beyond 1 and its ratio beyond what is allowed. An interval that nothing bounds"
                + " reaches to the edge.",
            new Axis("candidate over baseline", "ratio", "linear", null, edge),
            new Axis("", "rows", "linear", 0.0, n + 1.0),
            series)
        .with(List.of(new Chart.Mark("no change", "x", 1)));
  }

  /** Right end of what is known of a metric. */
  private static double end(MetricRuling compared) {
    double known = Math.max(compared.ratio(), compared.allowed());
    return compared.high() == null ? known : Math.max(known, compared.high());
  }

  private static double[] column(List<MetricRuling> compared, ToDoubleFunction<MetricRuling> what) {
    return compared.stream().mapToDouble(what).toArray();
  }

  /** A metric over runs of the gate; a curve for each set of them that can be compared. */
  static Chart trend(GateHistory history, Metric metric, int number) {
    List<ChartSeries> series = new ArrayList<>();
    List<Integer> changes = new ArrayList<>();
    List<GateHistory.Level> levels = history.levels(metric);
    for (GateHistory.Level level : levels) {
      series.add(
          ChartSeries.line(
                  levels.size() == 1 ? metric.name() : level.environment(),
                  "c" + series.size() % COLORS,
                  level.values().stream().mapToDouble(Double::doubleValue).toArray())
              .at(level.runs().stream().mapToDouble(run -> run + 1).toArray()));
      level.changes().forEach(change -> changes.add(change.index()));
    }
    return Chart.of(
            "trend-" + number,
            "%s: %s"
                .formatted(
                    metric.name(),
                    changes.isEmpty() ? "no change of level is seen" : changed(changes.size())),
            GateHistory.ruling(history.newest(), metric)
                .map(
                    now ->
                        "The newest run: %s, %s against its baseline."
                            .formatted(Numbers.of(now.candidateValue(), now.unit()), now.change()))
                .orElse("The newest run did not compare it."),
            Axis.linear("run", "count"),
            Axis.fromZero(metric.name(), metric.unit().equals("bytes") ? "B" : metric.unit()),
            series)
        .with(marks(changes));
  }

  private static String changed(int times) {
    return "changed its level " + (times == 1 ? "once" : times + " times");
  }

  private static List<Chart.Mark> marks(List<Integer> changes) {
    return changes.stream()
        .map(at -> new Chart.Mark("changed at run %s".formatted(at + 1), "x", at + 1.0))
        .toList();
  }

  private static Chart history(History history, int number) {
    double[] x = IntStream.rangeClosed(1, history.values().size()).asDoubleStream().toArray();
    double[] y = history.values().stream().mapToDouble(Double::doubleValue).toArray();
    String last = Numbers.of(y[y.length - 1], history.unit());
    return new Chart(
        "history-" + number,
        history.changes().isEmpty()
            ? "%s: %s, on one level over %s accepted runs"
                .formatted(history.metric(), last, y.length)
            : "%s: %s, %s".formatted(history.metric(), last, changed(history.changes().size())),
        "Each accepted run, oldest first; lines mark where the level changed for good.",
        false,
        Axis.linear("accepted run", "count"),
        Axis.fromZero(history.metric(), history.unit()),
        x,
        List.of(ChartSeries.line(history.metric(), "c0", y)),
        marks(history.changes()));
  }
}
