package pggit.load.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import pggit.load.measure.Part;

/** How long it took, and where the time went. */
final class LatencyCharts {
  /** Curves that one can tell apart. */
  private static final int MOST_CURVES = 8;

  /** Shares of the requests that a spectrum has a point for, before the last few requests. */
  private static final double[] SHARES = {
    0, 0.1, 0.25, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.965, 0.975, 0.98, 0.985, 0.99
  };

  private final Latencies latencies;
  private final LatencySteps steps;

  private LatencyCharts(Latencies latencies) {
    this.latencies = latencies;
    steps = latencies.steps();
  }

  static Section section(Latencies latencies) {
    LatencyCharts charts = new LatencyCharts(latencies);
    return Section.of(
            "latency",
            "How long it took",
            List.of(charts.spectrum(), charts.heat(), charts.parts()))
        .with(charts.table());
  }

  private Chart spectrum() {
    List<Map.Entry<String, Latencies.Operation>> shown = mostImportant();
    List<ChartSeries> curves = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      curves.add(curve(shown.get(i).getKey(), "c" + i, shown.get(i).getValue().response()));
    }
    // to the slowest request of the operation that happened most often
    double rarest =
        Math.max(10, shown.stream().mapToLong(o -> o.getValue().count()).max().orElse(0));
    String more =
        shown.size() < latencies.operations().size()
            ? " The %s that happened most often of %s operations are drawn; the table below has all."
                .formatted(shown.size(), latencies.operations().size())
            : "";
    return Chart.of(
        "spectrum",
        spectrumTitle(latencies.focus()),
        "Response time by the share of requests that were at least as fast; each step to the right"
            + " leaves ten times fewer requests. Steps in a curve are what makes some requests slow."
            + more,
        new Axis("share of requests at least as fast", "percentile", "log", 1.0, rarest),
        Axis.log("response time", "ms"),
        curves);
  }

  private String spectrumTitle(Latencies.Operation focus) {
    if (focus.quantile(99).isEmpty()) {
      return "The slowest of %s %s took %s, the median %s"
          .formatted(
              Numbers.count(focus.count()),
              latencies.focusName(),
              Numbers.time(focus.millis(100)),
              Numbers.time(focus.millis(50)));
    }
    return "99 %% of %s %s were answered within %s, the slowest after %s"
        .formatted(
            Numbers.count(focus.count()),
            latencies.focusName(),
            Numbers.time(focus.millis(99)),
            Numbers.time(focus.millis(100)));
  }

  private List<Map.Entry<String, Latencies.Operation>> mostImportant() {
    return latencies.operations().entrySet().stream()
        .filter(operation -> operation.getValue().count() > 0)
        .sorted(
            Comparator.comparing(
                    (Map.Entry<String, Latencies.Operation> o) -> !Latencies.isCommit(o.getKey()))
                .thenComparing(o -> -o.getValue().count())
                .thenComparing(Map.Entry::getKey))
        .limit(MOST_CURVES)
        .toList();
  }

  private static ChartSeries curve(String name, String color, Histogram times) {
    long n = times.getTotalCount();
    List<Double> shares = new ArrayList<>();
    Arrays.stream(SHARES).filter(share -> share < 1 - 1.0 / n).forEach(shares::add);
    for (double rest = 0.01; rest * n > 1; rest /= Math.pow(10, 0.125)) {
      if (rest < 0.0099) {
        shares.add(1 - rest);
      }
    }
    shares.add(1 - 1.0 / n); // the slowest one
    double[] x = new double[shares.size()];
    double[] y = new double[shares.size()];
    Arrays.setAll(x, i -> 1 / (1 - shares.get(i)));
    Arrays.setAll(
        y, i -> times.getValueAtPercentile(i == x.length - 1 ? 100 : 100 * shares.get(i)) / 1e6);
    return ChartSeries.line(name, color, y).at(x);
  }

  private Chart heat() {
    List<double[]> cells = steps.cells();
    return Chart.overTime(
        "heat",
        heatTitle(),
        "Each column is %s, each cell a range of response times; the stronger its colour, the more %s. Lines:"
                .formatted(Numbers.time(steps.axis().stepMillis()), latencies.focusName())
            + " median and 99th percentile.",
        steps.axis(),
        Axis.log("response time", "ms"),
        List.of(
            ChartSeries.of(latencies.focusName(), "cells", "heat", column(cells, 3))
                .at(column(cells, 0))
                .between(column(cells, 1), column(cells, 2)),
            ChartSeries.line("p50", "p50", steps.p50()),
            ChartSeries.line("p99", "p99", steps.p99())));
  }

  private String heatTitle() {
    double[] p50 = Arrays.stream(steps.p50()).filter(Double::isFinite).sorted().toArray();
    double[] p99 = steps.p99();
    int worst = 0;
    for (int i = 0; i < p99.length; i++) {
      if (!(p99[i] <= p99[worst]) && Double.isFinite(p99[i])) {
        worst = i;
      }
    }
    String median =
        p50[p50.length - 1] < 1.25 * p50[0]
            ? "The median stayed at " + Numbers.time(p50[p50.length / 2])
            : "The median moved between %s and %s"
                .formatted(Numbers.time(p50[0]), Numbers.time(p50[p50.length - 1]));
    return "%s; the 99th percentile was worst at %s with %s"
        .formatted(median, Numbers.clock(steps.axis().middles()[worst]), Numbers.time(p99[worst]));
  }

  private Chart parts() {
    Latencies.Operation focus = latencies.focus();
    double[] execute = steps.meanMillis(Part.EXECUTE);
    double[] acquire = steps.meanMillis(Part.ACQUIRE);
    double[] lag = steps.meanMillis(Part.LAG);
    double[] rest = steps.meanMillis(Part.RESPONSE);
    Arrays.setAll(rest, i -> Math.max(0, rest[i] - lag[i] - acquire[i] - execute[i]));
    return Chart.overTime(
        "parts",
        partsTitle(focus),
        "Mean response time of %s, by what it was spent on. Late start counts from the moment the"
                .formatted(latencies.focusName())
            + " schedule asked for, so that a stalled server cannot hide.",
        steps.axis(),
        Axis.fromZero("mean time", "ms"),
        List.of(
            ChartSeries.stacked("executing", "c0", "t", execute),
            ChartSeries.stacked("waiting for a connection", "c1", "t", acquire),
            ChartSeries.stacked("late start", "c3", "t", lag),
            ChartSeries.stacked("giving back", "c5", "t", rest)));
  }

  private static String partsTitle(Latencies.Operation focus) {
    double whole = focus.meanMillis(Part.RESPONSE);
    double execute = focus.meanMillis(Part.EXECUTE);
    double acquire = focus.meanMillis(Part.ACQUIRE);
    double lag = focus.meanMillis(Part.LAG);
    double most = Math.max(execute, Math.max(acquire, lag));
    return "%s of a response is %s (%s of %s)"
        .formatted(
            Numbers.percent(most / whole),
            most == execute
                ? "PostgreSQL at work"
                : most == acquire
                    ? "waiting for a connection"
                    : "a late start, before anything was sent",
            Numbers.time(most),
            Numbers.time(whole));
  }

  private Table table() {
    List<List<String>> rows = new ArrayList<>();
    latencies
        .operations()
        .forEach(
            (name, o) -> {
              if (o.count() > 0) {
                rows.add(
                    List.of(
                        name,
                        Numbers.count(o.count()),
                        Numbers.time(o.millis(50)),
                        o.words(95),
                        o.words(99),
                        Numbers.time(o.millis(100)),
                        Numbers.time(o.meanMillis(Part.LAG)),
                        Numbers.time(o.meanMillis(Part.ACQUIRE)),
                        Numbers.time(o.meanMillis(Part.EXECUTE))));
              }
            });
    return new Table(
        "Every operation: response times, and the means of its parts",
        List.of(
            "operation", "count", "p50", "p95", "p99", "max", "late start", "waiting", "executing"),
        rows,
        1);
  }

  private static double[] column(List<double[]> rows, int index) {
    return rows.stream().mapToDouble(row -> row[index]).toArray();
  }
}
