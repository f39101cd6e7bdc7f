package pggit.load.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;
import pggit.load.measure.Verdict;

/**
 * What the page of one run shows, ready for the template.
 *
 * @param sections those with something to see, and those that say why there is nothing
 * @param findings what the verdicts that failed amount to
 */
record RunPage(RunFacts run, List<Section> sections, List<FindingRow> findings) {
  /** A stretch of time that a button shows, in per cent of the run. */
  record Range(String name, double from, double to) {}

  private static final int MOST_RANGES = 12;

  RunPage(RunFacts run) {
    this(run, sections(run), findings(run));
  }

  private static List<FindingRow> findings(RunFacts run) {
    Path directory = run.directory().toAbsolutePath();
    RunRow row = new RunRow(String.valueOf(directory.getFileName()), run.result());
    return FindingRow.of(directory.getParent(), List.of(row), List.of());
  }

  /** First what only some runs find out, then what every run has, from users down to the server. */
  private static List<Section> sections(RunFacts facts) {
    return List.of(
        facts.recoveries().isEmpty() ? Section.absent("") : Section.ofTable("recovery", "Recovery"),
        facts.gate().map(GateCharts::section).orElse(Section.absent("")),
        GrowthCharts.section(facts.result()),
        ScalabilityCharts.section(facts.result()),
        facts
            .latencies()
            .map(LatencyCharts::section)
            .orElse(Section.absent("No response times: no successful request was recorded.")),
        ThroughputCharts.section(facts),
        facts.pool().isEmpty()
            ? Section.absent("No pool was watched: this run has no pool.csv.")
            : PoolCharts.section(facts.pool()),
        facts.server().values().stream()
            .findFirst()
            .map(server -> ServerCharts.section(server, facts.result()))
            .orElse(Section.absent("The server was not watched: this run has no server.csv.")));
  }

  String title() {
    return "%s: %s – pgGit Load".formatted(result().simulation(), found());
  }

  String headline() {
    return "%s: %s".formatted(ReportWords.simulation(result().simulation()), found());
  }

  private RunResult result() {
    return run.result();
  }

  private String found() {
    return Sign.words(result().outcomes(), "verdict");
  }

  /** The worst that was found, or what a pass means. */
  String why() {
    if (result().verdicts().isEmpty()) {
      return "This run measured, and judged nothing.";
    }
    return FindingRow.worst(findings)
        .or(() -> open().stream().findFirst().map(v -> v.title() + ": " + v.evidence()))
        .orElse("Everything this run looked at is as it should be.");
  }

  Sign sign() {
    return result().verdicts().isEmpty() ? Sign.NONE : Sign.of(Sign.worst(result().outcomes()));
  }

  /** Verdicts that failed, then those that are undecided: in the order in which one reads them. */
  List<Verdict> open() {
    return Stream.concat(verdicts(Outcome.FAIL), verdicts(Outcome.UNDECIDED)).toList();
  }

  /** {@code 1 FAIL, 1 undecided}. */
  String notPassed() {
    return Sign.counts(open().stream().map(Verdict::outcome).toList());
  }

  List<Verdict> passed() {
    return verdicts(Outcome.PASS).toList();
  }

  private Stream<Verdict> verdicts(Outcome outcome) {
    return result().verdicts().stream().filter(verdict -> verdict.outcome() == outcome);
  }

  List<RecoveryRow> recoveries() {
    return RecoveryRow.of(run.recoveries(), run.seconds());
  }

  /** One line on what ran, facts by name. */
  Map<String, String> ran() {
    Map<String, String> ran = new LinkedHashMap<>();
    ran.put("profile", result().profile());
    ran.put("started", ReportWords.time(result().started()));
    ran.put("took", Numbers.time(result().took()));
    String source = result().contract().getOrDefault("source", "unknown");
    String contract = result().contract().get("name");
    ran.put("pgGit", contract == null ? source : source + ", contract " + contract);
    if (!result().server().isEmpty()) {
      ran.put("server", ReportWords.server(result().server()));
    }
    if (!result().host().isEmpty()) {
      ran.put("machine", ReportWords.machine(result().host()));
    }
    return ran;
  }

  List<String> notes() {
    List<String> notes = new ArrayList<>(result().notes());
    int broken = run.latencies().map(Latencies::broken).orElse(0);
    if (broken > 0) {
      notes.add(
          "%s of latency.hlog could not be read and %s left out"
              .formatted(broken == 1 ? "1 line" : broken + " lines", broken == 1 ? "is" : "are"));
    }
    return notes;
  }

  /** Sections with something to see. */
  List<Section> present() {
    return sections.stream().filter(section -> !section.isAbsent()).toList();
  }

  /** Why there is nothing to see of the others. */
  List<String> absent() {
    return sections.stream().map(Section::absent).filter(why -> !why.isEmpty()).toList();
  }

  /** Whether there is no chart, so that the figures are all there is to see. */
  boolean plain() {
    return sections.stream().allMatch(section -> section.charts().isEmpty());
  }

  /** Whether there are charts along the time. */
  boolean timed() {
    return sections.stream().flatMap(s -> s.charts().stream()).anyMatch(Chart::time);
  }

  List<Range> phases() {
    return stretches().stream()
        .limit(MOST_RANGES)
        .map(
            phase -> {
              double from = percent(phase.from());
              return new Range(phase.name(), from, Math.max(percent(phase.to()), from + 0.1));
            })
        .toList();
  }

  private double percent(double seconds) {
    return Math.round(Math.max(0, Math.min(1, seconds / end())) * 1_000_000) / 10_000.0;
  }

  private List<Latencies.Phase> stretches() {
    List<Latencies.Phase> phases = run.latencies().map(Latencies::phases).orElse(List.of());
    return phases.size() == 1 ? List.of() : phases;
  }

  private double end() {
    return run.seconds().steps() * run.seconds().stepSeconds();
  }

  /** Everything the script draws. */
  String data() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("end", end());
    data.put("phases", stretches());
    data.put("events", run.events());
    data.put("recoveries", recoveries());
    Map<String, Chart> charts = new LinkedHashMap<>();
    sections.forEach(section -> section.charts().forEach(chart -> charts.put(chart.id(), chart)));
    data.put("charts", charts);
    return ChartJson.of(data);
  }

  /** Facts by name, by what they are about. */
  Map<String, Map<String, String>> facts() {
    Map<String, Map<String, String>> tables = new LinkedHashMap<>();
    tables.put("Settings in effect", result().settings());
    tables.put("Server", result().server());
    tables.put("pgGit", result().contract());
    tables.put("Machine that made the load", result().host());
    tables.values().removeIf(Map::isEmpty);
    return tables;
  }
}
