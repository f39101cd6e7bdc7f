package pggit.load.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How much got done each second, and what failed. */
final class ThroughputCharts {
  /** SQLSTATEs with a colour of their own; the others share one. */
  private static final int MOST_STATES = 6;

  private ThroughputCharts() {}

  static Section section(RunFacts facts) {
    List<Chart> charts = new ArrayList<>();
    facts.latencies().ifPresent(latencies -> charts.add(throughput(latencies, facts.errors())));
    if (!facts.errors().isEmpty()) {
      charts.add(errors(facts.errors(), facts.seconds()));
    }
    boolean failed = !facts.result().errors().isEmpty();
    if (charts.isEmpty() && !failed) {
      return Section.absent("This run recorded neither successes nor failures along the time.");
    }
    String title =
        charts.isEmpty()
            ? "What failed"
            : failed ? "How much got done, and what failed" : "How much got done";
    return new Section("throughput", title, charts, "");
  }

  private static Chart throughput(Latencies latencies, Map<String, Samples> errors) {
    TimeAxis axis = latencies.axis();
    double[] goodput = latencies.rate();
    double[] all = goodput.clone();
    double[] middles = axis.middles();
    for (Samples state : errors.values()) {
      double[] failed = state.sum("count"); // known by the second at best
      TimeAxis second = state.axis();
      Arrays.setAll(all, i -> all[i] + failed[second.stepAt(middles[i])] / second.stepSeconds());
    }
    List<ChartSeries> series = new ArrayList<>();
    if (!Arrays.equals(all, goodput)) {
      series.add(ChartSeries.step("throughput: all that ended", "grey", all));
    }
    series.add(ChartSeries.step("goodput: what succeeded", "c0", goodput));
    return Chart.overTime(
        "throughput",
        "%s on average while there was load, %s at best"
            .formatted(
                Numbers.brief(latencies.goodput()) + " " + latencies.focusName() + "/s",
                Numbers.rate(Samples.max(goodput))),
        "Successful %s per second, counted over %s each."
            .formatted(latencies.focusName(), Numbers.time(axis.stepMillis())),
        axis,
        Axis.fromZero(latencies.focusName() + " per second", "/s"),
        series);
  }

  private static Chart errors(Map<String, Samples> errors, TimeAxis axis) {
    Map<String, double[]> counts = new TreeMap<>();
    errors.forEach((state, of) -> counts.put(SqlStates.words(state), of.sum("count")));
    List<ChartSeries> series = ChartSeries.largest(counts, MOST_STATES, "bars", "errors", "others");
    double all = series.stream().mapToDouble(one -> Samples.sum(one.values())).sum();
    return Chart.overTime(
        "errors",
        "%s %s failed, most with %s"
            .formatted(Numbers.count(all), all == 1 ? "request" : "requests", series.get(0).name()),
        "Failures by SQLSTATE, counted over %s each.".formatted(Numbers.time(axis.stepMillis())),
        axis,
        Axis.fromZero("failures", "count"),
        series);
  }
}
