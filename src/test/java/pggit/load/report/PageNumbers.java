package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import pggit.load.measure.ErrorCount;
import pggit.load.measure.Estimate;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;

/** Holds the numbers on the pages of a run against each other and against its result. */
public final class PageNumbers {
  private static final Pattern REFUSED = Pattern.compile("([\\d,]+) of [\\d,]+ refused with");

  private final RunResult result;
  private final String page;
  private final List<String> row;

  private PageNumbers(Path run) throws IOException {
    result = RunResult.read(run);
    page = text(Files.readString(RunReport.write(run)));
    Path results = Objects.requireNonNull(run.toAbsolutePath().getParent());
    String all = text(Files.readString(RunsIndex.write(results)));
    String cells =
        found(
            "<tr>\\s*<td class=\"word\"><a href=\"%s/index.html\">(.*?)</tr>"
                .formatted(Pattern.quote(String.valueOf(run.getFileName()))),
            all);
    row = all(">([^<>]*)</td>", cells);
  }

  /**
   * Makes the pages anew, and looks at them.
   *
   * @throws AssertionError if a number is another in another place
   */
  public static void agree(Path run) throws IOException {
    PageNumbers numbers = new PageNumbers(run);
    numbers.failures(run);
    numbers.commits();
    numbers.times();
    numbers.verdicts();
    new TitleNumbers(numbers.result, numbers.titles()).agree(run);
  }

  /** By the ID of the chart. */
  private Map<String, String> titles() {
    Map<String, String> titles = new LinkedHashMap<>();
    Pattern.compile("<h3 id=\"([\\w-]+)-title\">(.*?)</h3>")
        .matcher(page)
        .results()
        .forEach(title -> titles.put(title.group(1), title.group(2).strip()));
    return titles;
  }

  /** The tile, the list of runs, the table, the chart and its title count every failure. */
  private void failures(Path run) throws IOException {
    long failed = result.errors().stream().mapToLong(ErrorCount::count).sum();
    String words = Numbers.count(failed);
    assertThat(tile("Failed requests")).as("tile").isEqualTo(words);
    assertThat(row).as("list of runs").contains(words);
    long inFile =
        Files.readAllLines(run.resolve("errors.csv")).stream()
            .skip(1)
            .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(',') + 1)))
            .sum();
    assertThat(inFile).as("errors.csv").isEqualTo(failed);
    if (failed > 0) {
      assertThat(page).contains("<h3 id=\"errors-title\">" + words + " request");
      double drawn = 0;
      for (JsonNode series : chart("errors").get("series")) {
        for (JsonNode count : series.get("y")) {
          drawn += count.asDouble();
        }
      }
      assertThat(drawn).as("chart of errors").isEqualTo(failed);
    }
    result.verdicts().stream()
        .flatMap(verdict -> REFUSED.matcher(verdict.evidence()).results())
        .map(match -> Long.parseLong(match.group(1).replace(",", "")))
        .forEach(refused -> assertThat(refused).as("refused").isLessThanOrEqualTo(failed));
  }

  private void commits() {
    String words =
        result
            .metric(new Estimate.Of("commits", "acknowledged"))
            .map(metric -> Numbers.count(metric.value().orElseThrow()))
            .orElse("–");
    assertThat(tile("Commits acknowledged")).isEqualTo(words);
    assertThat(row).contains(words);
    figure("rate").ifPresent(rate -> assertThat(tile("Goodput")).isEqualTo(rate));
    figure("rate")
        .ifPresent(
            rate ->
                assertThat(page)
                    .contains("<h3 id=\"throughput-title\">" + rate.replace("/s", " commits/s")));
  }

  /** What is first said of response times is what the list says, the metrics, and the chart. */
  private void times() {
    for (String kind : List.of("response p50", "response p99", "rate")) {
      figure(kind).ifPresent(words -> assertThat(row).as(kind).contains(words));
      figure(kind)
          .ifPresent(
              words ->
                  assertThat(metricRow("commits " + kind)).as("metrics: %s", kind).contains(words));
    }
    figure("response p50")
        .ifPresent(words -> assertThat(tile("Response, median")).isEqualTo(words));
    String slowest = figure("response max").orElse("");
    figure("response p99")
        .ifPresent(
            words ->
                assertThat(page)
                    .contains("within %s, the slowest after %s".formatted(words, slowest)));
    Map<String, List<String>> operations = operations();
    for (Estimate metric : result.metrics()) {
      Estimate.Of of = metric.of();
      if (of != null && operations.containsKey(of.operation())) {
        List<String> cells = operations.get(of.operation());
        int column = List.of("response p50", "response p95", "response p99").indexOf(of.kind());
        if (column >= 0) {
          assertThat(cells.get(0)).as(metric.name()).isEqualTo(Numbers.count(metric.count()));
          assertThat(cells.get(1 + column))
              .as(metric.name())
              .isEqualTo(
                  metric.value().isPresent()
                      ? text(Numbers.time(metric.value().getAsDouble()))
                      : "–");
        }
      }
    }
  }

  private void verdicts() {
    List<Outcome> outcomes = result.verdicts().stream().map(v -> v.outcome()).toList();
    assertThat(found("<h1[^>]*>(.*?)</h1>", page)).endsWith(Sign.words(outcomes, "verdict"));
    assertThat(all("class=\"verdict [a-z]*\"", page)).hasSameSizeAs(outcomes);
    for (Outcome outcome : Outcome.values()) {
      long count = outcomes.stream().filter(o -> o == outcome).count();
      String shown = "class=\"verdict %s\"".formatted(Sign.of(outcome).state());
      assertThat(all(shown, page)).as("%s", outcome).hasSize((int) count);
    }
  }

  /** A figure of all commits as one, in words. */
  private Optional<String> figure(String kind) {
    return result
        .metric(new Estimate.Of("commits", kind))
        .map(metric -> Numbers.of(metric.value().orElseThrow(), metric.unit()))
        .map(PageNumbers::text);
  }

  private String tile(String label) {
    return found(
        "<p class=\"label\">%s</p>\\s*<p class=\"value\">(.*?)</p>".formatted(label), page);
  }

  private String metricRow(String name) {
    return found("<td class=\"word\">%s</td>(.*?)</tr>".formatted(name), page);
  }

  private Map<String, List<String>> operations() {
    Map<String, List<String>> operations = new LinkedHashMap<>();
    if (page.contains("<caption>Every operation")) {
      String table = found("<caption>Every operation(.*?)</table>", page);
      for (String line : all("<tr>(.*?)</tr>", table)) {
        List<String> cells = new ArrayList<>(all("<td[^>]*>(.*?)</td>", line));
        if (!cells.isEmpty()) {
          operations.put(cells.remove(0), cells);
        }
      }
    }
    return operations;
  }

  private JsonNode chart(String id) throws IOException {
    String data = found("id=\"data\">(.*?)</script>", page);
    return new JsonMapper().readTree(data).get("charts").get(id);
  }

  private static String text(String html) {
    return html.replace('\u00a0', ' ');
  }

  private static String found(String pattern, String text) {
    List<String> all = all(pattern, text);
    assertThat(all).as(pattern).isNotEmpty();
    return all.get(0);
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.groupCount() > 0 ? match.group(1).strip() : match.group())
        .toList();
  }
}
