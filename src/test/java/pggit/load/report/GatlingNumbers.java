package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import pggit.load.measure.ErrorCount;
import pggit.load.measure.Estimate;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;
import pggit.load.measure.Verdict;

/** Holds Gatling's own report of a run against the run's result. */
public final class GatlingNumbers {
  private static final String VERDICTS = "verdicts";
  private static final String ALL = "all verdicts";
  private static final Pattern ROW =
      Pattern.compile(
          "<tr id=\"[^\"]*\" data-parent=\"(ROOT|group_[^\"]*)\">.*?class=\"ellipsed-name\">(.*?)</span>"
              + ".*?col-2\">([\\d,]+)<.*?col-3\">([\\d,]+)<.*?col-4\">([\\d,]+)<.*?</tr>",
          Pattern.DOTALL);
  private static final Pattern ASSERTION =
      Pattern.compile(
          "<td class=\"error-col-1 [^\"]*\">\\s*(.*?)\\s*<span.*?error-col-2 [^\"]*\">(OK|KO)</td>",
          Pattern.DOTALL);
  private static final Pattern NOT_FAILED =
      Pattern.compile("verdicts / (.*): count of failed events is 0\\.0");

  /** What it says of requests of one name. */
  private record Counts(long all, long ok, long ko) {}

  private final RunResult result;
  private final Map<String, Counts> requests = new LinkedHashMap<>();
  private final Map<String, Counts> verdicts = new LinkedHashMap<>();
  private final Map<String, Boolean> assertions = new LinkedHashMap<>();

  private GatlingNumbers(RunResult result, String page) {
    this.result = result;
    ROW.matcher(page)
        .results()
        .forEach(
            row ->
                (row.group(1).equals("ROOT") ? requests : verdicts)
                    .put(
                        text(row.group(2)),
                        new Counts(
                            number(row.group(3)), number(row.group(4)), number(row.group(5)))));
    ASSERTION
        .matcher(page)
        .results()
        .forEach(a -> assertions.put(text(a.group(1)), a.group(2).equals("OK")));
  }

  /**
   * Looks at the report that the page of all runs links to.
   *
   * @throws AssertionError if there is none, or a number in it is another in the result
   */
  public static void agree(Path run) throws IOException {
    RunResult result = RunResult.read(run);
    Path results = Objects.requireNonNull(run.toAbsolutePath().getParent());
    Optional<String> link = GatlingReports.beside(results).of(result);
    assertThat(link).as("Gatling's report").isPresent();
    var numbers = new GatlingNumbers(result, Files.readString(results.resolve(link.orElseThrow())));
    numbers.verdicts();
    numbers.assertions();
    numbers.requests();
  }

  /** Each verdict is a request of its name, KO if it fails, and nothing else is in their group. */
  private void verdicts() {
    Map<String, Counts> expected =
        result.verdicts().stream()
            .collect(
                Collectors.toMap(
                    Verdict::name,
                    v -> one(v.outcome() != Outcome.FAIL),
                    (a, b) -> new Counts(a.all + b.all, a.ok + b.ok, a.ko + b.ko)));
    expected.put(ALL, one(none(v -> v.outcome() == Outcome.FAIL)));
    assertThat(verdicts).isEqualTo(expected);
  }

  private static Counts one(boolean ok) {
    return new Counts(1, ok ? 1 : 0, ok ? 0 : 1);
  }

  private boolean none(Predicate<Verdict> what) {
    return result.verdicts().stream().noneMatch(what);
  }

  /** Each holds if its verdict does not fail, all verdicts included. */
  private void assertions() {
    assertThat(assertions)
        .containsEntry(
            "verdicts / all verdicts: count of successful events is 1.0",
            none(v -> v.outcome() == Outcome.FAIL));
    assertions.forEach(
        (said, holds) -> {
          var about = NOT_FAILED.matcher(said);
          if (about.matches()) {
            assertThat(holds)
                .as(said)
                .isEqualTo(
                    none(v -> v.name().equals(about.group(1)) && v.outcome() == Outcome.FAIL));
          }
        });
  }

  /** What succeeded is a metric of the result, what failed stands in its errors. */
  private void requests() {
    assertThat(requests).containsKey(VERDICTS).hasSizeGreaterThan(1);
    requests.remove(VERDICTS);
    Map<String, Long> failed =
        result.errors().stream()
            .collect(
                Collectors.groupingBy(
                    ErrorCount::operation, Collectors.summingLong(ErrorCount::count)));
    requests.forEach(
        (name, counts) -> {
          assertThat(counts.ok + counts.ko).as(name).isEqualTo(counts.all);
          assertThat(counts.ko).as("%s: failed", name).isEqualTo(failed.getOrDefault(name, 0L));
          result.metrics().stream()
              .filter(m -> new Estimate.Of(name, "succeeded").equals(m.of()))
              .forEach(
                  m ->
                      assertThat(m.value().orElseThrow())
                          .as(m.name())
                          .isEqualTo((double) counts.ok));
        });
    assertThat(requests.keySet()).containsAll(failed.keySet());
  }

  private static long number(String words) {
    return Long.parseLong(words.replace(",", ""));
  }

  private static String text(String html) {
    return html.replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .strip();
  }
}
