package pggit.load.report;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import pggit.load.measure.Estimate.Of;
import pggit.load.measure.RunResult;

/** How much got done each second, and what failed. */
final class ThroughputCharts {
  /** SQLSTATEs with a colour of their own; the others share one. */
  private static final int MOST_STATES = 6;

  private ThroughputCharts() {}

  static Section section(RunFacts facts) {
    List<Chart> charts = new ArrayList<>();
    facts.latencies().ifPresent(latencies -> charts.add(throughput(latencies, facts)));
    if (!facts.errors().isEmpty()) {
      charts.add(errors(facts));
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

  private static Chart throughput(Latencies latencies, RunFacts facts) {
    TimeAxis axis = latencies.axis();
    double[] goodput = latencies.rate();
    double[] all = goodput.clone();
    double[] middles = axis.middles();
    for (Samples state : facts.errors().values()) {
      double[] failed = state.sum("count"); // known by the second at best
      TimeAxis second = state.axis();
      Arrays.setAll(all, i -> all[i] + failed[second.stepAt(middles[i])] / second.stepSeconds());
    }
    List<ChartSeries> series = new ArrayList<>();
    if (!Arrays.equals(all, goodput)) {
      series.add(ChartSeries.step("with what failed", "grey", all));
    }
    series.add(ChartSeries.step("goodput: what succeeded", "c0", goodput));
    return Chart.overTime(
        "throughput",
        title(facts.result(), latencies.focusName(), Samples.max(goodput)),
        "Successful %s per second, counted over %s each; nothing of the warm-up but what failed."
            .formatted(latencies.focusName(), Numbers.time(axis.stepMillis())),
        axis,
        Axis.fromZero(latencies.focusName() + " per second", "/s"),
        series);
  }

  /** In a step that the load filled in part, less was counted than the load did while it lasted. */
  private static String title(RunResult result, String what, double best) {
    double average =
        result.metric(new Of(Figure.together(result), "rate")).map(MeasuredPoints::y).orElse(0.0);
    String most = best > average ? Numbers.brief(best) + " at best" : "";
    String whole =
        average > 0 ? "%s %s/s while there were any".formatted(Numbers.brief(average), what) : "";
    return Stream.of(whole, most).filter(part -> !part.isEmpty()).collect(joining(", "));
  }

  private static Chart errors(RunFacts facts) {
    TimeAxis axis = facts.seconds();
    Map<String, double[]> counts = new TreeMap<>();
    facts.errors().forEach((state, of) -> counts.put(SqlStates.words(state), of.sum("count")));
    List<ChartSeries> series = ChartSeries.largest(counts, MOST_STATES, "bars", "errors", "others");
    long all = Figure.failed(facts.result());
    return Chart.overTime(
        "errors",
        "%s %s failed, most with %s"
            .formatted(
                Numbers.count(all),
                all == 1 ? "request" : "requests",
                Figure.mostFailed(facts.result())),
        "Failures by SQLSTATE, counted over %s each.".formatted(Numbers.time(axis.stepMillis())),
        axis,
        Axis.fromZero("failures", "count"),
        series);
  }
}
