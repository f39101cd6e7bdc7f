package pggit.load.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import pggit.load.measure.Estimate;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;
import pggit.load.measure.Verdict;

/** What the page of one run shows, ready for the template. */
final class RunPage {
  /** A stretch of time that a button shows, in per cent of the run. */
  record Range(String name, double from, double to) {}

  private static final int MOST_RANGES = 12;

  private final RunFacts facts;
  private final RunResult result;
  private final VerdictList verdicts;
  private final List<Outcome> outcomes;
  private final List<Section> sections;

  RunPage(RunFacts facts) {
    this.facts = facts;
    result = facts.result();
    verdicts = VerdictList.of(result.verdicts());
    outcomes = result.verdicts().stream().map(Verdict::outcome).toList();
    sections = sections(facts);
  }

  /** First what only some runs find out, then what every run has, from users down to the server. */
  private static List<Section> sections(RunFacts facts) {
    List<Section> sections = new ArrayList<>();
    facts.gate().flatMap(GateCharts::section).ifPresent(sections::add);
    GrowthCharts.section(facts.result().metrics()).ifPresent(sections::add);
    ScalabilityCharts.section(facts.result()).ifPresent(sections::add);
    sections.add(
        facts
            .latencies()
            .map(LatencyCharts::section)
            .orElse(Section.absent("No response times: no successful request was recorded.")));
    sections.add(ThroughputCharts.section(facts));
    sections.add(
        facts
            .pool()
            .map(PoolCharts::section)
            .orElse(Section.absent("No pool was watched: this run has no pool.csv.")));
    sections.add(
        facts
            .server()
            .map(server -> ServerCharts.section(server, facts.result().host()))
            .orElse(Section.absent("The server was not watched: this run has no server.csv.")));
    return sections;
  }

  String title() {
    return "%s: %s – pgGit Load".formatted(result.simulation(), found());
  }

  String headline() {
    return "%s: %s".formatted(ReportWords.simulation(result.simulation()), found());
  }

  private String found() {
    return Sign.words(outcomes, "verdict");
  }

  /** The worst that was found, or what a pass means. */
  String why() {
    if (verdicts.isEmpty()) {
      return "This run measured, and judged nothing.";
    }
    if (verdicts.open().isEmpty()) {
      return "Everything this run looked at is as it should be.";
    }
    VerdictRow first = verdicts.open().get(0);
    return first.name() + ": " + first.evidence();
  }

  Sign sign() {
    return outcomes.isEmpty() ? Sign.NONE : Sign.of(Sign.worst(outcomes));
  }

  VerdictList verdicts() {
    return verdicts;
  }

  /** One line on what ran, facts by name. */
  Map<String, String> ran() {
    Map<String, String> ran = new LinkedHashMap<>();
    ran.put("profile", result.profile());
    ran.put("started", ReportWords.time(result.started()));
    ran.put("took", Numbers.time(result.took()));
    String source = result.contract().getOrDefault("source", "unknown");
    String contract = result.contract().get("name");
    ran.put("pgGit", contract == null ? source : source + ", contract " + contract);
    if (!result.server().isEmpty()) {
      ran.put("server", ReportWords.server(result.server()));
    }
    if (!result.host().isEmpty()) {
      ran.put("machine", ReportWords.machine(result.host()));
    }
    return ran;
  }

  List<Figure> figures() {
    return Figure.of(facts);
  }

  List<String> notes() {
    List<String> notes = new ArrayList<>(result.notes());
    int broken = facts.latencies().map(Latencies::broken).orElse(0);
    if (broken > 0) {
      notes.add(
          broken == 1
              ? "1 line of latency.hlog could not be read and is left out"
              : broken + " lines of latency.hlog could not be read and are left out");
    }
    return notes;
  }

  /** Sections with something to see. */
  List<Section> present() {
    return sections.stream().filter(section -> !section.isAbsent()).toList();
  }

  /** Why there is nothing to see of the others. */
  List<String> absent() {
    return sections.stream().filter(Section::isAbsent).map(Section::absent).toList();
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
        .map(phase -> new Range(phase.name(), percent(phase.from()), percent(phase.to())))
        .map(r -> new Range(r.name(), r.from(), Math.max(r.to(), r.from() + 0.1)))
        .toList();
  }

  private double percent(double seconds) {
    return Math.round(Math.max(0, Math.min(1, seconds / end())) * 1_000_000) / 10_000.0;
  }

  private List<Latencies.Phase> stretches() {
    List<Latencies.Phase> phases = facts.latencies().map(Latencies::phases).orElse(List.of());
    return phases.size() == 1 ? List.of() : phases;
  }

  private double end() {
    return facts.seconds().steps() * facts.seconds().stepSeconds();
  }

  /** Everything the script draws. */
  String data() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("end", end());
    data.put("phases", stretches());
    data.put("events", facts.events());
    Map<String, Chart> charts = new LinkedHashMap<>();
    sections.forEach(section -> section.charts().forEach(chart -> charts.put(chart.id(), chart)));
    data.put("charts", charts);
    return ChartJson.of(data);
  }

  List<Table> facts() {
    return Stream.of(
            Table.facts("Settings in effect", result.settings()),
            Table.facts("Server", result.server()),
            Table.facts("pgGit", result.contract()),
            Table.facts("Machine that made the load", result.host()))
        .filter(table -> !table.rows().isEmpty())
        .toList();
  }

  Table metrics() {
    List<List<String>> rows = new ArrayList<>();
    for (Estimate metric : result.metrics()) {
      String unit = metric.unit();
      String value =
          metric.value().isPresent() ? Numbers.of(metric.value().getAsDouble(), unit) : "unknown";
      String interval =
          metric.low().isPresent()
              ? Numbers.of(metric.low().getAsDouble(), unit)
                  + " to "
                  + Numbers.of(metric.high().getAsDouble(), unit)
              : "";
      rows.add(List.of(metric.name(), value, interval, Numbers.count(metric.count())));
    }
    return new Table(
        "All metrics", List.of("metric", "value", "95 % interval", "samples"), rows, 1);
  }

  String files() {
    return ReportWords.files(facts.directory());
  }
}
