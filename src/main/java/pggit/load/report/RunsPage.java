package pggit.load.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Outcome;

/** What the page of all runs shows, ready for the template. Runs are numbered, newest first. */
final class RunsPage {
  /** Runs whose figures the page carries for comparing. */
  private static final int MOST_COMPARED = 60;

  private final List<RunRow> rows;
  private final List<String> notes;
  private final GatlingReports gatling;

  /** The newest run of each simulation, by which all is judged: what failed before is no alarm. */
  private final List<RunRow> latest;

  private final Outcome outcome;

  /**
   * @param rows newest first
   */
  RunsPage(Path results, List<RunRow> rows, List<String> notes) {
    this.rows = List.copyOf(rows);
    this.notes = List.copyOf(notes);
    gatling = GatlingReports.beside(results);
    Map<String, RunRow> newest = new LinkedHashMap<>();
    rows.forEach(row -> newest.putIfAbsent(row.result().simulation(), row));
    latest = List.copyOf(newest.values());
    outcome = Sign.worst(outcomes());
  }

  private List<Outcome> outcomes() {
    return latest.stream().map(RunRow::outcome).toList();
  }

  String title() {
    return "%s – pgGit Load".formatted(headline());
  }

  String headline() {
    return rows.isEmpty()
        ? "No run yet"
        : ReportWords.capital(Sign.words(outcomes(), "simulation"));
  }

  String why() {
    if (rows.isEmpty()) {
      return "";
    }
    return outcome == Outcome.PASS
        ? "In the latest run of each simulation every verdict passes."
        : latest.stream()
            .filter(row -> row.outcome() == outcome)
            .map(RunRow::name)
            .collect(Collectors.joining(", ", "", ", in the latest run of each simulation."));
  }

  Sign sign() {
    return rows.isEmpty() ? Sign.NONE : Sign.of(outcome);
  }

  List<Trend> trends() {
    return latest.stream()
        .map(newest -> Trend.of(rows.stream().filter(row -> sameSimulation(row, newest)).toList()))
        .toList();
  }

  private static boolean sameSimulation(RunRow one, RunRow other) {
    return one.result().simulation().equals(other.result().simulation());
  }

  List<RunRow> runs() {
    return rows;
  }

  /** Link to Gatling's own report of a run; empty if there is none. */
  String gatling(RunRow row) {
    return gatling.of(row.result()).orElse("");
  }

  List<String> notes() {
    return notes;
  }

  /** Runs, from the newest, that can be compared. */
  List<RunRow> choices() {
    return rows.subList(0, Math.min(MOST_COMPARED, rows.size()));
  }

  /** Number of the run to compare this one with, the one of its simulation before; or -1. */
  int before(int number) {
    return IntStream.range(number + 1, choices().size())
        .filter(i -> sameSimulation(rows.get(i), rows.get(number)))
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
      String simulation, String environment, Map<String, String> verdicts, List<Metric> metrics) {}

  record Metric(
      String name,
      String unit,
      Direction direction,
      OptionalDouble value,
      OptionalDouble low,
      OptionalDouble high) {
    private static Metric of(Estimate it) {
      return new Metric(it.name(), it.unit(), it.direction(), it.value(), it.low(), it.high());
    }
  }

  String data() {
    return ChartJson.of(Map.of("runs", choices().stream().map(RunsPage::compared).toList()));
  }

  private static Compared compared(RunRow row) {
    return new Compared(
        row.result().simulation(),
        row.environment(),
        row.words(),
        row.result().metrics().stream().map(Metric::of).toList());
  }
}
