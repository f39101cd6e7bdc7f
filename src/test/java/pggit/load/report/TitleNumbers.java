package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pggit.load.analysis.Plain;
import pggit.load.measure.Estimate;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;
import pggit.load.measure.Verdict;

/** Holds what titles of charts say of growth, capacity, overload and pools against the rest. */
final class TitleNumbers {
  private static final Pattern GROWTH =
      Pattern.compile(
          "(Work|Time) of one (.+?)(?: ((?:stays|does not|grows).*?)(?: with the .*?)?|: how it grows is undecided)"
              + "(?:; ([\\d.,]+).* foretold at ([\\d.,]+) (.*))?");
  private static final Pattern OVERLOAD =
      Pattern.compile(
          "At ([\\d.]+) × the capacity ([\\d.]+) % of what could be served is served(?:; recovered after (.*))?");
  private static final Pattern GOODPUT =
      Pattern.compile(
          "goodput at ([\\d.]+) x capacity is ([\\d.]+)|\\bat ([\\d.]+) x(?: capacity)? (\\d+) %");
  private static final Pattern POOL =
      Pattern.compile(
          "(.*): (?:never full, at most (\\d+) of (\\d+) connections at work|all (\\d+) connections at work for [\\d.]+ % of the time)"
              + ", (?:nobody|up to ([\\d,]+) users) waited(?:, ([\\d,]+) gave up)?");

  private final RunResult result;

  /** By the ID of the chart. */
  private final Map<String, String> titles;

  /**
   * @param titles by the ID of the chart, as readers see them
   */
  TitleNumbers(RunResult result, Map<String, String> titles) {
    this.result = result;
    this.titles = new LinkedHashMap<>(titles);
  }

  void agree(Path run) throws IOException {
    for (Map.Entry<String, String> title : titles.entrySet()) {
      if (title.getKey().startsWith("growth-")) {
        growth(title.getValue());
      }
      if (title.getKey().startsWith("pool-")) {
        pool(title.getValue(), run);
      }
    }
    Optional.ofNullable(titles.get("scalability")).ifPresent(this::scalability);
    Optional.ofNullable(titles.get("overload")).ifPresent(this::overload);
  }

  /** The verdict on growth claims the same, and what is foretold is a metric. */
  private void growth(String title) {
    Matcher told = GROWTH.matcher(title);
    if (title.startsWith("WAL")) {
      return; // no verdict is about it
    }
    assertThat(told.matches()).as(title).isTrue();
    String what = told.group(2) + (told.group(1).equals("Work") ? " work" : " time");
    verdicts("growth of " + told.group(2) + " with")
        .forEach(
            verdict ->
                assertThat(verdict.evidence())
                    .as("growth: %s", title)
                    .containsPattern(
                        told.group(3) == null
                            ? "how " + what + " grows with [^;]* is undecided"
                            : Pattern.quote(what + " " + told.group(3))));
    String at = "%s at %s %s".formatted(what, told.group(5), told.group(6));
    result.metrics().stream()
        .filter(m -> told.group(4) != null && m.name().equals(at))
        .forEach(
            foretold ->
                assertThat(value(foretold).orElse("not known"))
                    .as("foretold: %s", title)
                    .startsWith(told.group(4) + " "));
  }

  private static Optional<String> value(Estimate metric) {
    return metric.value().stream()
        .mapToObj(
            v ->
                metric.unit().equals("buffers")
                    ? Numbers.digits(v) + " pages"
                    : Numbers.of(v, metric.unit()).replace('\u00a0', ' '))
        .findFirst();
  }

  private void scalability(String title) {
    Optional<Verdict> verdict =
        result.verdicts().stream().filter(v -> v.name().equals("scalability")).findFirst();
    Matcher peak =
        Pattern.compile("Throughput peaks at ([\\d.,]+) users with ([\\d.,]+)/s.*").matcher(title);
    Matcher most =
        Pattern.compile(".* at ([\\d.,]+) users,? (?:it is|to) ([\\d.,]+)/s").matcher(title);
    if (verdict.isEmpty() || title.startsWith("With ")) {
      return;
    }
    String evidence = verdict.get().evidence();
    boolean few = title.startsWith("Too few levels");
    boolean open = few || title.startsWith("Where throughput peaks is");
    assertThat(open).as("open: %s", title).isEqualTo(verdict.get().outcome() == Outcome.UNDECIDED);
    if (peak.matches()) {
      assertThat(evidence)
          .as("scalability: %s", title)
          .contains("peaks at " + peak.group(1) + " ", " with " + peak.group(2) + " ");
    } else if (!few && (!open || evidence.contains("no peak within"))) {
      assertThat(most.matches()).as(title).isTrue();
      assertThat(evidence)
          .as("scalability: %s", title)
          .contains(" to " + most.group(1) + " users, " + most.group(2) + " ops/s at ");
    }
  }

  /** The title, the points and the verdict on goodput say the same of the same load. */
  private void overload(String title) {
    Matcher told = OVERLOAD.matcher(title);
    assertThat(told.matches()).as(title).isTrue();
    List<Estimate> graces = MeasuredPoints.graces(result.metrics());
    Estimate hardest =
        graces.stream().max(Comparator.comparingDouble(MeasuredPoints::x)).orElseThrow();
    assertThat(told.group(1) + " " + told.group(2) + " %")
        .as("overload: %s", title)
        .isEqualTo(
            Plain.number(MeasuredPoints.x(hardest))
                + " "
                + Numbers.percent(MeasuredPoints.y(hardest)).replace('\u00a0', ' '));
    for (Verdict verdict : verdicts("graceful overload")) {
      Matcher goodput = GOODPUT.matcher(verdict.evidence());
      while (goodput.find() && !verdict.name().contains("with retries")) {
        boolean share = goodput.group(2) != null;
        double at = Double.parseDouble(goodput.group(share ? 1 : 3));
        double there =
            graces.stream()
                .min(Comparator.comparingDouble(g -> Math.abs(MeasuredPoints.x(g) - at)))
                .map(MeasuredPoints::y)
                .orElseThrow();
        assertThat(goodput.group(share ? 2 : 4))
            .as("verdict: %s", verdict.evidence())
            .isEqualTo(share ? Plain.number(there) : Long.toString(Math.round(100 * there)));
      }
    }
    if (told.group(3) != null) {
      Estimate recovery = result.metric(new Estimate.Of("", "recovery time")).orElseThrow();
      assertThat(told.group(3))
          .as("recovery: %s", title)
          .isEqualTo(Numbers.time(1000 * MeasuredPoints.y(recovery)).replace('\u00a0', ' '));
    }
  }

  private void pool(String title, Path run) throws IOException {
    Matcher told = POOL.matcher(title);
    if (title.endsWith("no connection was ever open")) {
      return;
    }
    assertThat(told.matches()).as(title).isTrue();
    List<String> lines = Files.readAllLines(run.resolve("pool.csv"));
    List<String> header = List.of(lines.get(0).split(","));
    Map<String, Long> most = new HashMap<>();
    for (String line : lines) {
      String[] cells = line.split(",");
      if (cells[header.indexOf("name")].equals(told.group(1))) {
        for (String column : List.of("active", "total", "pending", "timeouts")) {
          long value = Long.parseLong(cells[header.indexOf(column)]);
          most.merge(column, value, Math::max);
        }
      }
    }
    boolean full = told.group(4) != null;
    assertThat(full ? told.group(4) : told.group(3))
        .as("size: %s", title)
        .isEqualTo(most.get("total").toString());
    assertThat(full ? told.group(4) : told.group(2))
        .as("at work: %s", title)
        .isEqualTo(most.get("active").toString());
    assertThat(number(told.group(5))).as("waited: %s", title).isEqualTo(most.get("pending"));
    assertThat(number(told.group(6))).as("gave up: %s", title).isEqualTo(most.get("timeouts"));
  }

  private static long number(@Nullable String words) {
    return words == null ? 0 : Long.parseLong(words.replace(",", ""));
  }

  private List<Verdict> verdicts(String begin) {
    return result.verdicts().stream().filter(v -> v.name().startsWith(begin)).toList();
  }
}
