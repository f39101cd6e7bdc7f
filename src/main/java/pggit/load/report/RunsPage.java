package pggit.load.report;

import static java.util.Comparator.comparing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import pggit.load.measure.Estimate;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;

/**
 * What the page of all runs shows, ready for the template. Runs are numbered, newest first.
 *
 * @param runs newest first
 * @param latest the newest run of each simulation, by which all is judged: what failed before is no
 *     alarm
 * @param findings of those
 * @param gone what the runs before them found, and they do not
 * @param otherPgGit which pgGit the runs before were of, if it was another one; empty if not, or if
 *     nothing is new or gone
 */
record RunsPage(
    List<RunRow> runs,
    List<String> notes,
    GatlingReports gatling,
    List<RunRow> latest,
    List<FindingRow> findings,
    List<FindingRow> gone,
    String otherPgGit) {
  /** Runs whose figures the page carries for comparing. */
  private static final int MOST_COMPARED = 60;

  /**
   * @param runs newest first
   */
  static RunsPage of(Path results, List<RunRow> runs, List<String> notes) {
    Map<String, RunRow> newest = new LinkedHashMap<>();
    runs.forEach(run -> newest.putIfAbsent(run.result().simulation(), run));
    List<RunRow> latest =
        newest.values().stream().sorted(comparing(run -> Sign.rank(run.outcome()))).toList();
    List<RunRow> before = latest.stream().flatMap(run -> before(run, runs).stream()).toList();
    List<FindingRow> findings = FindingRow.of(results, latest, before);
    List<FindingRow> gone = FindingRow.gone(latest, before);
    boolean changed = !gone.isEmpty() || findings.stream().anyMatch(FindingRow::isNew);
    return new RunsPage(
        runs,
        notes,
        GatlingReports.beside(results),
        latest,
        findings,
        gone,
        changed ? RunRow.otherPgGit(latest, before, UnaryOperator.identity()) : "");
  }

  /** The run before that a run is held against. */
  private static Optional<RunRow> before(RunRow run, List<RunRow> runs) {
    return runs.stream().skip(runs.indexOf(run) + 1).filter(run::isLike).findFirst();
  }

  private List<Outcome> outcomes() {
    return latest.stream().map(RunRow::outcome).toList();
  }

  private Outcome outcome() {
    return Sign.worst(outcomes());
  }

  String title() {
    return "%s – pgGit Load".formatted(headline());
  }

  String headline() {
    return runs.isEmpty()
        ? "No run yet"
        : ReportWords.capital(Sign.words(outcomes(), "simulation"));
  }

  String why() {
    if (runs.isEmpty()) {
      return "";
    }
    if (outcome() == Outcome.PASS) {
      return "In the latest run of each simulation every verdict passes.";
    }
    return FindingRow.worst(findings)
        .orElseGet(
            () ->
                latest.stream()
                    .filter(row -> row.outcome() == outcome())
                    .map(RunRow::name)
                    .collect(
                        Collectors.joining(", ", "", ", in the latest run of each simulation.")));
  }

  /** How much of what was asked is open, behind a sentence on what was found. */
  String undecided() {
    long open =
        latest.stream()
            .flatMap(run -> run.result().verdicts().stream())
            .filter(verdict -> verdict.outcome() == Outcome.UNDECIDED)
            .count();
    return open == 0
        ? ""
        : "; %s undecided"
            .formatted(open == 1 ? "one verdict is" : Numbers.count(open) + " verdicts are");
  }

  Sign sign() {
    return runs.isEmpty() ? Sign.NONE : Sign.of(outcome());
  }

  List<Trend> trends() {
    return latest.stream()
        .map(newest -> Trend.of(runs.stream().filter(row -> sameSimulation(row, newest)).toList()))
        .toList();
  }

  private static boolean sameSimulation(RunRow one, RunRow other) {
    return one.result().simulation().equals(other.result().simulation());
  }

  /** Link to Gatling's own report of a run; empty if there is none. */
  String gatling(RunRow row) {
    return gatling.of(row.result()).orElse("");
  }

  /** Runs, from the newest, that can be compared. */
  List<RunRow> choices() {
    return runs.subList(0, Math.min(MOST_COMPARED, runs.size()));
  }

  /** Number of the run to compare this one with, the one of its simulation before; or -1. */
  int before(int number) {
    return IntStream.range(number + 1, choices().size())
        .filter(i -> sameSimulation(runs.get(i), runs.get(number)))
        .findFirst()
        .orElse(-1);
  }

  /** The newest run that has one of its kind before it. */
  int firstAfter() {
    return IntStream.range(0, choices().size()).filter(i -> before(i) >= 0).findFirst().orElse(0);
  }

  int firstBefore() {
    return Math.max(0, before(firstAfter()));
  }

  /** A run as the script compares it. */
  record Compared(
      String simulation,
      String environment,
      Map<String, String> verdicts,
      @JsonIgnoreProperties({"count", "of"}) List<Estimate> metrics) {}

  String data() {
    return ChartJson.of(Map.of("runs", choices().stream().map(RunsPage::compared).toList()));
  }

  private static Compared compared(RunRow row) {
    RunResult result = row.result();
    return new Compared(result.simulation(), row.environment(), row.words(), result.metrics());
  }
}
