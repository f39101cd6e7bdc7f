package pggit.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.measure.PoolState;
import pggit.load.measure.Recorder;
import pggit.load.measure.ServerColumn;
import pggit.load.measure.ServerSample;

class LiveMetricsDashboardTest {

  private static final long MILLI = 1_000_000;

  @TempDir Path directory;

  @Test
  void theDashboardAsksForWhatIsPushedAndTheDocumentNamesIt() throws IOException {
    var server = Map.of("server", new ServerSample(everyColumn(), Map.of("IO:WALSync", 4L)));
    var dashboard = Path.of("docs", "grafana-dashboard.json");
    try (var recorder = new Recorder(directory);
        var collector = new OtlpCollector()) {
      recorder.tally("commit").succeeded(0, MILLI);
      var commit = recorder.operation("commit");
      try (var metrics =
          new LiveMetrics(
              collector.url(),
              Duration.ofSeconds(1),
              "RapidCommit",
              "RapidCommit-20260101-120000",
              recorder,
              () -> server,
              Map.of())) {
        metrics.watch(() -> Map.of("pool of 5", new PoolState(3, 2, 7, 5, 11)));
        recorder.record(
            commit, recorder.currentPhase(), 0, 0, 0, MILLI, MILLI, OptionalLong.empty());
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> collector.instruments().containsKey(LiveMetrics.DURATION));
      }

      var pushed = collector.instruments();
      var inPrometheus = pushed.keySet().stream().map(n -> prometheus(n, pushed.get(n))).toList();
      assertThat(queries(new ObjectMapper().readTree(dashboard.toFile())))
          .hasSizeGreaterThan(20)
          .flatExtracting(LiveMetricsDashboardTest::names)
          .doesNotContain("")
          .isSubsetOf(inPrometheus);
      assertThat(Files.readString(Path.of("docs", "live-metrics.md")))
          .contains(pushed.keySet().stream().map(name -> "`" + name + "`").toList());
    }
  }

  /**
   * The name that Prometheus makes of an OTLP instrument unless it is told otherwise: underscores,
   * unit and kind at the end, each once.
   */
  private static String prometheus(String name, String kindAndUnit) {
    String plain = name.replace('.', '_');
    String unit =
        Map.of("s", "_seconds", "By", "_bytes").getOrDefault(kindAndUnit.replace("total", ""), "");
    return (plain.endsWith(unit) ? plain : plain + unit)
        + (kindAndUnit.startsWith("total") ? "_total" : "");
  }

  private static List<String> queries(JsonNode dashboard) {
    var queries = new ArrayList<>(dashboard.findValuesAsText("expr"));
    queries.addAll(dashboard.findValuesAsText("definition"));
    return queries;
  }

  /** The metrics of a query; an empty text where there is none. */
  private static List<String> names(String query) {
    var names =
        Pattern.compile("[a-zA-Z_:]+(?=\\{)|(?<=label_values\\()\\w+").matcher(query).results();
    var all = names.map(MatchResult::group).distinct().toList();
    return all.isEmpty() ? List.of("") : all;
  }

  private static Map<ServerColumn, Long> everyColumn() {
    return Stream.of(ServerColumn.values()).collect(Collectors.toMap(c -> c, c -> 1L));
  }
}
