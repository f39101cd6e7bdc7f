package pggit.load.gate;

import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pggit.load.measure.JsonFile;

/**
 * A history for programs that watch such: a table for Apache Otava, and the newest run in Bencher's
 * Metric Format.
 *
 * @see <a href="https://github.com/apache/otava/blob/master/docs/CSV.md">Otava: importing from
 *     CSV</a>
 * @see <a href="https://bencher.dev/docs/reference/bencher-metric-format">Bencher Metric Format</a>
 */
public final class HistoryFiles {
  static final String CSV = "history.csv";
  static final String BENCHER = "bencher.json";

  private HistoryFiles() {}

  /** Writes both into a directory, created if need be; returns them. */
  public static List<Path> write(Path directory, GateHistory history) {
    Path csv = directory.resolve(CSV);
    JsonFile.replace(csv, csv(history));
    Path bencher = directory.resolve(BENCHER);
    JsonFile.write(bencher, bencher(history.newest()));
    return List.of(csv, bencher);
  }

  /**
   * One row for each run in the environment of the newest, and the metrics that all of them have:
   * Otava takes all rows for comparable, and no gap for a number.
   */
  static String csv(GateHistory history) {
    String here = history.environment(history.newest());
    List<GateResult> rows =
        history.runs().stream().filter(run -> history.environment(run).equals(here)).toList();
    List<Metric> metrics =
        history.metrics().stream()
            .filter(m -> rows.stream().allMatch(run -> GateHistory.ruling(run, m).isPresent()))
            .toList();
    StringBuilder text = new StringBuilder("time,commit,candidate,verdict");
    for (Metric metric : metrics) {
      String name = metric.name();
      text.append(',').append(quoted("%s (%s)".formatted(name, metric.unit().replace('µ', 'u'))));
      text.append(',').append(quoted(name + " ratio"));
    }
    for (GateResult run : rows) {
      text.append('\n').append(run.started().truncatedTo(ChronoUnit.SECONDS));
      text.append(',').append(quoted(run.facts().getOrDefault(GateResult.COMMIT, "")));
      text.append(',').append(quoted(run.candidate())).append(',').append(run.verdict().word());
      for (Metric metric : metrics) {
        MetricRuling of = GateHistory.ruling(run, metric).orElseThrow();
        text.append(',').append(of.candidateValue()).append(',').append(of.ratio());
      }
    }
    return text.append('\n').toString();
  }

  private static String quoted(String cell) {
    return '"' + cell.replace("\"", "\"\"") + '"';
  }

  /**
   * By benchmark and measure: the candidate's value, in the units of Bencher's own measures where
   * it has them, and the ratio, whose interval is known.
   */
  static Map<String, Map<String, Map<String, Double>>> bencher(GateResult run) {
    Map<String, Map<String, Map<String, Double>>> benchmarks = new LinkedHashMap<>();
    for (MetricRuling ruling : run.comparisons()) {
      Map<String, Double> ratio = new LinkedHashMap<>();
      ratio.put("value", ruling.ratio());
      if (ruling.high() != null) {
        ratio.put("lower_value", ruling.low());
        ratio.put("upper_value", ruling.high());
      }
      double value = ruling.candidateValue();
      Map<String, Map<String, Double>> measures = new LinkedHashMap<>();
      switch (ruling.unit()) {
        case "µs" -> measures.put("latency", Map.of("value", 1e3 * value)); // in nanoseconds
        case "ms" -> measures.put("latency", Map.of("value", 1e6 * value));
        case "commits/s" -> measures.put("throughput", Map.of("value", value));
        default -> measures.put(ruling.unit(), Map.of("value", value));
      }
      measures.put("ratio", ratio);
      benchmarks.put(ruling.metric(), measures);
    }
    return benchmarks;
  }
}
