package pggit.load.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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
    Latencies.Operation focus = latencies.focus();
    String more =
        shown.size() < latencies.operations().size()
            ? " The %s that happened most often of %s operations are drawn; the table below has all."
                .formatted(shown.size(), latencies.operations().size())
            : "";
    return Chart.of(
        "spectrum",
        spectrumTitle(focus),
        "Response time by the share of requests that were at least as fast; each step to the right"
            + " leaves ten times fewer requests. Steps in a curve are what makes some requests slow."
            + more,
        new Axis("share of requests at least as fast", "percentile", "log", 1.0, rarest(shown)),
        Axis.log("response time", "ms"),
        new double[0],
        curves);
  }

  /** Right end of the axis: the slowest request of the operation that happened most often. */
  private static double rarest(List<Map.Entry<String, Latencies.Operation>> shown) {
    return Math.max(10, shown.stream().mapToLong(o -> o.getValue().count()).max().orElse(0));
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
    for (int i = 0; i < x.length; i++) {
      double share = shares.get(i);
      x[i] = 1 / (1 - share);
      y[i] = times.getValueAtPercentile(i == x.length - 1 ? 100 : 100 * share) / 1e6;
    }
    return ChartSeries.line(name, color, y).at(x);
  }

  private Chart heat() {
    List<double[]> cells = new ArrayList<>();
    double[] middles = steps.axis().middles();
    steps
        .cells()
        .forEach(
            (step, rows) ->
                rows.forEach(
                    (row, count) ->
                        cells.add(
                            new double[] {
                              middles[step],
                              LatencySteps.rowMillis(row),
                              LatencySteps.rowMillis(row + 1),
                              count
                            })));
    return Chart.overTime(
        "heat",
        heatTitle(),
        "Each column is %s, each cell a range of response times; the stronger its colour, the more %s. Lines:"
                .formatted(Numbers.time(steps.axis().stepMillis()), latencies.focusName())
            + " median and 99th percentile.",
        steps.axis(),
        Axis.log("response time", "ms"),
        List.of(
            ChartSeries.cells(
                latencies.focusName(),
                column(cells, 0),
                column(cells, 1),
                column(cells, 2),
                column(cells, 3)),
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
        .formatted(median, clock(steps.axis().middles()[worst]), Numbers.time(p99[worst]));
  }

  private Chart parts() {
    Latencies.Operation focus = latencies.focus();
    double[] rest = steps.meanMillis(Part.RESPONSE);
    for (Part part : List.of(Part.LAG, Part.ACQUIRE, Part.EXECUTE)) {
      double[] mean = steps.meanMillis(part);
      for (int i = 0; i < rest.length; i++) {
        rest[i] = Math.max(0, rest[i] - mean[i]);
      }
    }
    return Chart.overTime(
        "parts",
        partsTitle(focus),
        "Mean response time of %s, by what it was spent on. Late start counts from the moment the"
                .formatted(latencies.focusName())
            + " schedule asked for, so that a stalled server cannot hide.",
        steps.axis(),
        Axis.fromZero("mean time", "ms"),
        List.of(
            ChartSeries.stacked("executing", "c0", "t", steps.meanMillis(Part.EXECUTE)),
            ChartSeries.stacked(
                "waiting for a connection", "c1", "t", steps.meanMillis(Part.ACQUIRE)),
            ChartSeries.stacked("late start", "c3", "t", steps.meanMillis(Part.LAG)),
            ChartSeries.stacked("giving back", "c5", "t", rest)));
  }

  private static String partsTitle(Latencies.Operation focus) {
    double whole = focus.meanMillis(Part.RESPONSE);
    double execute = focus.meanMillis(Part.EXECUTE);
    double acquire = focus.meanMillis(Part.ACQUIRE);
    double lag = focus.meanMillis(Part.LAG);
    if (execute >= Math.max(acquire, lag)) {
      return "%s of a response is PostgreSQL at work (%s of %s)"
          .formatted(Numbers.percent(execute / whole), Numbers.time(execute), Numbers.time(whole));
    }
    return acquire >= lag
        ? "%s of a response is waiting for a connection (%s of %s)"
            .formatted(Numbers.percent(acquire / whole), Numbers.time(acquire), Numbers.time(whole))
        : "%s of a response is a late start, before anything was sent (%s of %s)"
            .formatted(Numbers.percent(lag / whole), Numbers.time(lag), Numbers.time(whole));
  }

  private Table table() {
    List<List<String>> rows = new ArrayList<>();
    latencies
        .operations()
        .forEach(
            (name, operation) -> {
              if (operation.count() > 0) {
                rows.add(
                    List.of(
                        name,
                        Numbers.count(operation.count()),
                        Numbers.time(operation.millis(50)),
                        operation.words(95),
                        operation.words(99),
                        Numbers.time(operation.millis(100)),
                        Numbers.time(operation.meanMillis(Part.LAG)),
                        Numbers.time(operation.meanMillis(Part.ACQUIRE)),
                        Numbers.time(operation.meanMillis(Part.EXECUTE))));
              }
            });
    return new Table(
        "Every operation: response times, and the means of its parts",
        List.of(
            "operation", "count", "p50", "p95", "p99", "max", "late start", "waiting", "executing"),
        rows,
        1);
  }

  /** {@code 1:07}. */
  static String clock(double seconds) {
    long whole = (long) seconds;
    return whole >= 3600
        ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }

  private static double[] column(List<double[]> rows, int index) {
    return rows.stream().mapToDouble(row -> row[index]).toArray();
  }
}
