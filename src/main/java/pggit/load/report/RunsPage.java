package pggit.load.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
  }

  String title() {
    return "%s – pgGit Load".formatted(headline());
  }

  String headline() {
    int all = latest.size();
    int failed = latest(Outcome.FAIL).size();
    int open = latest(Outcome.UNDECIDED).size();
    if (failed > 0) {
      return "%s of %s simulations failed%s"
          .formatted(failed, all, open > 0 ? ", %s undecided".formatted(open) : "");
    }
    if (open > 0) {
      return "%s of %s simulations undecided".formatted(open, all);
    }
    return switch (all) {
      case 0 -> "No run yet";
      case 1 -> "The only simulation passes";
      default -> "All %s simulations pass".formatted(all);
    };
  }

  String why() {
    if (rows.isEmpty()) {
      return "";
    }
    return outcome() == Outcome.PASS
        ? "In the latest run of each simulation every verdict passes."
        : String.join(", ", latest(outcome())) + ", in the latest run of each simulation.";
  }

  /** Names of the simulations that came to this. */
  private List<String> latest(Outcome outcome) {
    return latest.stream().filter(row -> row.outcome() == outcome).map(RunRow::name).toList();
  }

  private Outcome outcome() {
    return !latest(Outcome.FAIL).isEmpty()
        ? Outcome.FAIL
        : !latest(Outcome.UNDECIDED).isEmpty() ? Outcome.UNDECIDED : Outcome.PASS;
  }

  String state() {
    return rows.isEmpty() ? "" : VerdictRow.state(outcome());
  }

  String mark() {
    return rows.isEmpty() ? "–" : VerdictRow.mark(outcome());
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

  /** What the script compares. */
  String data() {
    List<Map<String, Object>> runs = new ArrayList<>();
    for (RunRow row : choices()) {
      Map<String, Object> run = new LinkedHashMap<>();
      run.put("simulation", row.result().simulation());
      run.put("environment", row.environment());
      run.put("verdicts", row.outcomes());
      run.put("metrics", row.result().metrics().stream().map(RunsPage::metric).toList());
      runs.add(run);
    }
    return ChartJson.of(Map.of("runs", runs));
  }

  private static Map<String, Object> metric(Estimate metric) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", metric.name());
    entry.put("unit", metric.unit());
    entry.put("direction", metric.direction().name());
    entry.put("value", orNull(metric.value()));
    entry.put("low", orNull(metric.low()));
    entry.put("high", orNull(metric.high()));
    return entry;
  }

  private static @Nullable Double orNull(OptionalDouble number) {
    return number.isPresent() ? number.getAsDouble() : null;
  }
}
