package pggit.load.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pggit.load.measure.Estimate;
import pggit.load.measure.Outcome;

/** What the page of all runs shows, ready for the template. */
final class RunsPage {
  /** Runs whose figures the page carries for comparing. */
  private static final int MOST_COMPARED = 60;

  /** One line of the list, all of it in words. */
  record Line(
      int number,
      int before,
      String name,
      String profile,
      String started,
      String link,
      String gatling,
      String state,
      String mark,
      String verdicts,
      String commits,
      String rate,
      String median,
      String p99,
      String failed) {
    String choice() {
      return "%s, %s (%s)".formatted(started, name, verdicts);
    }
  }

  private final List<RunRow> rows;
  private final List<Line> lines;
  private final List<String> notes;

  private RunsPage(List<RunRow> rows, List<Line> lines, List<String> notes) {
    this.rows = rows;
    this.lines = lines;
    this.notes = notes;
  }

  /**
   * @param rows newest first
   */
  static RunsPage of(Path results, List<RunRow> rows, List<String> notes) {
    GatlingReports gatling = GatlingReports.beside(results);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      lines.add(line(i, before(rows, i), rows.get(i), gatling));
    }
    return new RunsPage(List.copyOf(rows), List.copyOf(lines), List.copyOf(notes));
  }

  private static int before(List<RunRow> rows, int number) {
    for (int i = number + 1; i < Math.min(rows.size(), MOST_COMPARED); i++) {
      if (rows.get(i).result().simulation().equals(rows.get(number).result().simulation())) {
        return i;
      }
    }
    return -1;
  }

  private static Line line(int number, int before, RunRow row, GatlingReports gatling) {
    return new Line(
        number,
        before,
        row.name(),
        row.result().profile(),
        ReportWords.time(row.result().started()),
        row.directory() + "/" + RunReport.NAME,
        gatling.of(row.result()).orElse(""),
        VerdictRow.state(row.outcome()),
        VerdictRow.mark(row.outcome()),
        row.verdicts(),
        row.acknowledged().map(n -> Numbers.count(n.longValue())).orElse("–"),
        words(row.commitMetric("rate")),
        words(row.commitMetric("response p50")),
        words(row.commitMetric("response p99")),
        Numbers.count(row.failed()));
  }

  private static String words(Optional<Estimate> metric) {
    return metric.map(m -> Numbers.of(m.value().orElseThrow(), m.unit())).orElse("–");
  }

  String title() {
    return "%s – pgGit Load".formatted(headline());
  }

  /** By the latest run of each simulation: what failed yesterday and passes now is no alarm. */
  String headline() {
    List<RunRow> latest = latest();
    if (latest.isEmpty()) {
      return "No run yet";
    }
    long failed = latest.stream().filter(row -> row.outcome() == Outcome.FAIL).count();
    long open = latest.stream().filter(row -> row.outcome() == Outcome.UNDECIDED).count();
    if (failed > 0) {
      return "%s of %s simulations failed%s"
          .formatted(failed, latest.size(), open > 0 ? ", %s undecided".formatted(open) : "");
    }
    return open > 0
        ? "%s of %s simulations undecided".formatted(open, latest.size())
        : latest.size() == 1
            ? "The only simulation passes"
            : "All %s simulations pass".formatted(latest.size());
  }

  String why() {
    return switch (outcome()) {
      case FAIL -> names(Outcome.FAIL) + ", in the latest run of each simulation.";
      case UNDECIDED ->
          rows.isEmpty()
              ? ""
              : names(Outcome.UNDECIDED) + ", in the latest run of each simulation.";
      case PASS -> "In the latest run of each simulation every verdict passes.";
    };
  }

  private String names(Outcome outcome) {
    return String.join(
        ", ", latest().stream().filter(row -> row.outcome() == outcome).map(RunRow::name).toList());
  }

  private Outcome outcome() {
    List<Outcome> outcomes = latest().stream().map(RunRow::outcome).toList();
    if (outcomes.contains(Outcome.FAIL)) {
      return Outcome.FAIL;
    }
    return outcomes.isEmpty() || outcomes.contains(Outcome.UNDECIDED)
        ? Outcome.UNDECIDED
        : Outcome.PASS;
  }

  private List<RunRow> latest() {
    Map<String, RunRow> latest = new LinkedHashMap<>();
    rows.forEach(row -> latest.putIfAbsent(row.result().simulation(), row));
    return List.copyOf(latest.values());
  }

  String state() {
    return rows.isEmpty() ? "" : VerdictRow.state(outcome());
  }

  String mark() {
    return rows.isEmpty() ? "–" : VerdictRow.mark(outcome());
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  List<Trend> trends() {
    List<Trend> trends = new ArrayList<>();
    for (RunRow newest : latest()) {
      String simulation = newest.result().simulation();
      List<RunRow> same =
          rows.stream().filter(row -> row.result().simulation().equals(simulation)).toList();
      trends.add(Trend.of(lines.get(rows.indexOf(newest)), same));
    }
    return trends;
  }

  List<Line> runs() {
    return lines;
  }

  List<String> notes() {
    return notes;
  }

  /** How many runs, from the newest, can be compared. */
  int compared() {
    return Math.min(MOST_COMPARED, rows.size());
  }

  List<Line> choices() {
    return lines.subList(0, compared());
  }

  /** The newest run that has one of its kind before it. */
  int firstAfter() {
    return lines.stream()
        .filter(line -> line.before() >= 0)
        .mapToInt(Line::number)
        .findFirst()
        .orElse(0);
  }

  int firstBefore() {
    return lines.isEmpty() ? 0 : Math.max(0, lines.get(firstAfter()).before());
  }

  /** What the script compares. */
  String data() {
    List<Map<String, Object>> runs = new ArrayList<>();
    for (RunRow row : rows.subList(0, compared())) {
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
    entry.put("value", metric.value().isPresent() ? metric.value().getAsDouble() : null);
    entry.put("low", metric.low().isPresent() ? metric.low().getAsDouble() : null);
    entry.put("high", metric.high().isPresent() ? metric.high().getAsDouble() : null);
    return entry;
  }
}
