package pggit.load.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import pggit.load.measure.Part;
import pggit.load.measure.Series;

/** How long it took, and where the time went. */
final class LatencyCharts {
  /** Curves that one can tell apart. */
  private static final int MOST_CURVES = 8;

  /** Shares of the requests that a spectrum has a point for, before the last few requests. */
  private static final double[] SHARES = {
    0, 0.1, 0.25, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.965, 0.975, 0.98, 0.985, 0.99
  };

  /** Between two of the last few requests, eight for each power of ten. */
  private static final double EIGHTH = Math.pow(10, 0.125);

  private final Latencies latencies;
  private final double[] p50;
  private final double[] p99;

  private LatencyCharts(Latencies latencies) {
    this.latencies = latencies;
    p50 = latencies.each(step -> step.millis(50));
    p99 = latencies.each(step -> step.millis(99));
  }

  static Section section(Latencies latencies) {
    LatencyCharts charts = new LatencyCharts(latencies);
    return Section.of(
        "latency", "How long it took", List.of(charts.spectrum(), charts.heat(), charts.parts()));
  }

  private Chart spectrum() {
    List<Map.Entry<String, OperationTimes>> shown = mostImportant();
    List<ChartSeries> curves = new ArrayList<>();
    for (var one : shown) {
      curves.add(curve(one.getKey(), "c" + curves.size(), one.getValue()));
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
        spectrumTitle(),
        "Response time by the share of requests that were at least as fast; each step to the right"
            + " leaves ten times fewer requests. Steps in a curve are what makes some requests slow."
            + more,
        new Axis("share of requests at least as fast", "percentile", "log", 1.0, rarest),
        Axis.log("response time", "ms"),
        curves);
  }

  private String spectrumTitle() {
    OperationTimes focus = latencies.focus();
    String these = Numbers.count(focus.count()) + " " + latencies.focusName();
    String slowest = Numbers.time(focus.millis(100));
    return focus.quantile(99).isEmpty()
        ? "The slowest of %s took %s, the median %s"
            .formatted(these, slowest, Numbers.time(focus.millis(50)))
        : "99 %% of %s were answered within %s, the slowest after %s"
            .formatted(these, Numbers.time(focus.millis(99)), slowest);
  }

  private List<Map.Entry<String, OperationTimes>> mostImportant() {
    return latencies.operations().entrySet().stream()
        .filter(operation -> operation.getValue().count() > 0)
        .sorted(
            Comparator.comparing(
                    (Map.Entry<String, OperationTimes> o) -> !Series.isCommit(o.getKey()))
                .thenComparing(o -> -o.getValue().count())
                .thenComparing(Map.Entry::getKey))
        .limit(MOST_CURVES)
        .toList();
  }

  private static ChartSeries curve(String name, String color, OperationTimes times) {
    double n = times.count();
    List<Double> shares = new ArrayList<>();
    Arrays.stream(SHARES).filter(share -> share < 1 - 1 / n).forEach(shares::add);
    for (double rest = 0.01 / EIGHTH; rest * n > 1; rest /= EIGHTH) {
      shares.add(1 - rest);
    }
    double[] x = shares.stream().mapToDouble(share -> 1 / (1 - share)).toArray();
    double[] y = shares.stream().mapToDouble(share -> times.millis(100 * share)).toArray();
    return ChartSeries.line(name, color, and(y, times.millis(100))).at(and(x, n)); // the slowest
  }

  private static double[] and(double[] values, double last) {
    return DoubleStream.concat(Arrays.stream(values), DoubleStream.of(last)).toArray();
  }

  private Chart heat() {
    return Chart.overTime(
        "heat",
        heatTitle(),
        "Each column is %s, each cell a range of response times; the stronger its colour, the more %s. Lines:"
                .formatted(Numbers.time(latencies.axis().stepMillis()), latencies.focusName())
            + " median and 99th percentile.",
        latencies.axis(),
        Axis.log("response time", "ms"),
        List.of(
            latencies.cells(),
            ChartSeries.line("p50", "p50", p50),
            ChartSeries.line("p99", "p99", p99)));
  }

  private String heatTitle() {
    double[] medians = Arrays.stream(p50).filter(Double::isFinite).sorted().toArray();
    double least = medians[0];
    double most = medians[medians.length - 1];
    double slowest = Samples.max(p99);
    int worst = 0;
    while (p99[worst] != slowest) {
      worst++;
    }
    String median =
        most < 1.25 * least
            ? "The median stayed at " + Numbers.time(medians[medians.length / 2])
            : "The median moved between %s and %s"
                .formatted(Numbers.time(least), Numbers.time(most));
    return "%s; the 99th percentile was worst at %s with %s"
        .formatted(median, Numbers.clock(latencies.axis().middles()[worst]), Numbers.time(slowest));
  }

  private Chart parts() {
    double[] execute = latencies.each(step -> step.meanMillis(Part.EXECUTE));
    double[] acquire = latencies.each(step -> step.meanMillis(Part.ACQUIRE));
    double[] lag = latencies.each(step -> step.meanMillis(Part.LAG));
    double[] rest = latencies.each(step -> step.meanMillis(Part.RESPONSE));
    Arrays.setAll(rest, i -> Math.max(0, rest[i] - lag[i] - acquire[i] - execute[i]));
    return Chart.overTime(
        "parts",
        partsTitle(latencies.focus()),
        "Mean response time of %s, by what it was spent on. Late start counts from the moment the"
                .formatted(latencies.focusName())
            + " schedule asked for, so that a stalled server cannot hide.",
        latencies.axis(),
        Axis.fromZero("mean time", "ms"),
        List.of(
            ChartSeries.stacked("executing", "c0", "t", execute),
            ChartSeries.stacked("waiting for a connection", "c1", "t", acquire),
            ChartSeries.stacked("late start", "c3", "t", lag),
            ChartSeries.stacked("giving back", "c5", "t", rest)));
  }

  private static String partsTitle(OperationTimes focus) {
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
}
