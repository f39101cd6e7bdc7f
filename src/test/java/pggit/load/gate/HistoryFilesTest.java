package pggit.load.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simpleflatmapper.lightningcsv.CsvParser;

/** What other programs read of a history. */
class HistoryFilesTest {
  private static final Map<String, String> HERE = Map.of("cpu", "Fast", "commit", "0a1b2c");

  @TempDir Path directory;

  @Test
  void otavaFindsARowForEachRunUnderEveryLocale() throws IOException {
    Locale before = Locale.getDefault();
    List<String[]> rows;
    try {
      Locale.setDefault(Locale.GERMANY);
      HistoryFiles.write(
          directory,
          new GateHistory(
              List.of(
                  Example.onDay(0, HERE, latency(100, 110), Example.pairs(Example.WAL, 10, 8)),
                  Example.onDay(1, Map.of("cpu", "Fast"), latency(100, 200.5))),
              List.of()));
      rows = CsvParser.stream(Files.newBufferedReader(directory.resolve("history.csv"))).toList();
    } finally {
      Locale.setDefault(before);
    }

    String name = "candidate <1> & `more` | there";
    assertThat(rows)
        .containsExactly(
            // what not all rows have is no column: Otava takes a gap for no number
            new String[] {
              "time",
              "commit",
              "candidate",
              "verdict",
              "commit latency p50 (us)",
              "commit latency p50 ratio"
            },
            rounded("2026-01-01T00:00:00Z", "0a1b2c", name, rows.get(1)),
            rounded("2026-01-02T00:00:00Z", "", name, rows.get(2)));
    assertThat(rows.get(1)[4]).isEqualTo("110.0");
    assertThat(Double.parseDouble(rows.get(1)[5])).isBetween(1.0999, 1.1001);
    assertThat(rows.get(2)[4]).isEqualTo("200.5");
  }

  @Test
  void eachMetricOfTheGateIsTwoColumns() throws IOException {
    Measured[] all =
        Metric.SIDE_BY_SIDE.stream()
            .map(metric -> Example.pairs(metric, 100, 100))
            .toArray(Measured[]::new);

    var csv = HistoryFiles.csv(new GateHistory(List.of(Example.onDay(0, HERE, all)), List.of()));

    var lines = CsvParser.stream(csv).toList();
    assertThat(lines.get(0))
        .hasSize(4 + 2 * Metric.SIDE_BY_SIDE.size())
        .hasSameSizeAs(lines.get(1));
    assertThat(lines.get(0)).contains(Metric.FIRST.name() + " (us)");
  }

  /** Otava takes all rows for comparable. */
  @Test
  void otavaGetsNoRunOfAnotherEnvironmentThanTheNewest() {
    var csv =
        HistoryFiles.csv(
            new GateHistory(
                List.of(
                    Example.onDay(0, HERE, latency(100, 110)),
                    Example.onDay(1, Map.of("cpu", "Slow"), latency(100, 200)),
                    Example.onDay(2, HERE, latency(100, 120))),
                List.of()));

    assertThat(csv.lines()).hasSize(3).noneMatch(line -> line.startsWith("2026-01-02"));
  }

  @Test
  void whatHasACommaInItIsOneCell() throws IOException {
    GateResult run = Example.onDay(0, Map.of("commit", "a,\"b\"\nc"), latency(1, 1));

    var csv = HistoryFiles.csv(new GateHistory(List.of(run), List.of()));

    assertThat(CsvParser.stream(csv).toList().get(1)[1]).isEqualTo("a,\"b\"\nc");
  }

  /** The example in Bencher's documents, with a benchmark and numbers of ours. */
  @Test
  void bencherFindsTheNewestRunAsItsDocumentsHaveIt() throws IOException {
    HistoryFiles.write(
        directory,
        new GateHistory(
            List.of(
                Example.onDay(0, HERE, latency(100, 110)),
                Example.onDay(
                    1,
                    HERE,
                    latency(64, 64),
                    Example.pairs(Example.RATE, 512, 512),
                    Example.pairs(Example.WAL, 1024, 1024))),
            List.of()));

    assertThat(json(Files.readString(directory.resolve("bencher.json"))))
        .isEqualTo(
            json(
                """
                {
                  "commit latency p50": {
                    "latency": {"value": 64000.0},
                    "ratio": {"value": 1.0, "lower_value": 1.0, "upper_value": 1.0}
                  },
                  "throughput": {
                    "throughput": {"value": 512.0},
                    "ratio": {"value": 1.0, "lower_value": 1.0, "upper_value": 1.0}
                  },
                  "WAL per commit": {
                    "bytes": {"value": 1024.0},
                    "ratio": {"value": 1.0, "lower_value": 1.0, "upper_value": 1.0}
                  }
                }
                """));
  }

  /** One pair bounds no interval; ends that are not known are left out, which Bencher allows. */
  @Test
  void anIntervalWithoutEndsIsNone() {
    Measured few = new Measured(Example.LATENCY, true, List.of(1.0), List.of(2.0), List.of(0));
    GateResult run = Example.onDay(0, HERE, few);

    assertThat(HistoryFiles.bencher(run).get("commit latency p50"))
        .containsEntry("ratio", Map.of("value", 2.0));
    assertThat(HistoryFiles.csv(new GateHistory(List.of(run), List.of())).lines().toList().get(1))
        .as("no gap")
        .endsWith(",2.0,2.0");
  }

  private static Measured latency(double baseline, double candidate) {
    return Example.pairs(Example.LATENCY, baseline, candidate);
  }

  /** With the ratio's digits as they are. */
  private static String[] rounded(String time, String commit, String candidate, String[] row) {
    return new String[] {time, commit, candidate, "regression", row[4], row[5]};
  }

  private static JsonNode json(String text) throws IOException {
    return JsonMapper.builder().build().readTree(text);
  }
}
