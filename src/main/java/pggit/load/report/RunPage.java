package pggit.load.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pggit.load.measure.Estimate;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;

/** What the page of one run shows, ready for the template. */
final class RunPage {
  /** A stretch of time that a button shows, in per cent of the run. */
  record Range(String name, double from, double to) {}

  private static final int MOST_RANGES = 12;

  private final RunFacts facts;
  private final RunResult result;
  private final VerdictList verdicts;
  private final List<Section> sections;

  RunPage(RunFacts facts) {
    this.facts = facts;
    result = facts.result();
    verdicts = VerdictList.of(result.verdicts());
    sections = Sections.of(facts);
  }

  String title() {
    return "%s: %s – pgGit Load".formatted(result.simulation(), verdicts.headline());
  }

  String headline() {
    return "%s: %s".formatted(ReportWords.simulation(result.simulation()), verdicts.headline());
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

  String state() {
    return verdicts.isEmpty() ? "" : VerdictRow.state(verdicts.outcome());
  }

  String mark() {
    return verdicts.isEmpty() ? "–" : VerdictRow.mark(verdicts.outcome());
  }

  VerdictList verdicts() {
    return verdicts;
  }

  /** One line on what ran. */
  List<Fact> ran() {
    List<Fact> ran = new ArrayList<>();
    ran.add(new Fact("profile", result.profile()));
    ran.add(new Fact("started", ReportWords.time(result.started())));
    ran.add(new Fact("took", Numbers.time(result.took())));
    Map<String, String> contract = result.contract();
    String source = contract.getOrDefault("source", "unknown");
    ran.add(
        new Fact(
            "pgGit",
            contract.containsKey("name")
                ? "%s, contract %s".formatted(source, contract.get("name"))
                : source));
    if (!result.server().isEmpty()) {
      ran.add(new Fact("server", ReportWords.server(result.server())));
    }
    if (!result.host().isEmpty()) {
      ran.add(new Fact("machine", ReportWords.machine(result.host())));
    }
    return ran;
  }

  List<Figure> figures() {
    return Figures.of(facts);
  }

  List<String> notes() {
    List<String> notes = new ArrayList<>(result.notes());
    facts
        .latencies()
        .filter(latencies -> latencies.broken() > 0)
        .ifPresent(
            latencies ->
                notes.add(
                    "%s %s of latency.hlog could not be read and %s left out"
                        .formatted(
                            latencies.broken(),
                            latencies.broken() == 1 ? "line" : "lines",
                            latencies.broken() == 1 ? "is" : "are")));
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
    double end = end();
    return stretches().stream()
        .limit(MOST_RANGES)
        .map(
            phase ->
                new Range(
                    phase.name(),
                    percent(phase.from(), end),
                    Math.max(percent(phase.to(), end), percent(phase.from(), end) + 0.1)))
        .toList();
  }

  private static double percent(double seconds, double end) {
    return Math.round(Math.max(0, Math.min(1, seconds / end)) * 1_000_000) / 10_000.0;
  }

  private List<Latencies.Phase> stretches() {
    List<Latencies.Phase> phases = facts.latencies().map(Latencies::phases).orElse(List.of());
    return phases.size() == 1 ? List.of() : phases;
  }

  private double end() {
    TimeAxis axis = facts.seconds();
    return axis.steps() * axis.stepSeconds();
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
    List<Table> tables = new ArrayList<>();
    tables.add(Table.facts("Settings in effect", result.settings()));
    tables.add(Table.facts("Server", result.server()));
    tables.add(Table.facts("pgGit", result.contract()));
    tables.add(Table.facts("Machine that made the load", result.host()));
    return tables.stream().filter(table -> !table.rows().isEmpty()).toList();
  }

  Table metrics() {
    List<List<String>> rows = new ArrayList<>();
    for (Estimate metric : result.metrics()) {
      rows.add(
          List.of(
              metric.name(),
              metric.value().isPresent()
                  ? Numbers.of(metric.value().getAsDouble(), metric.unit())
                  : "unknown",
              metric.low().isPresent()
                  ? "%s to %s"
                      .formatted(
                          Numbers.of(metric.low().getAsDouble(), metric.unit()),
                          Numbers.of(metric.high().getAsDouble(), metric.unit()))
                  : "",
              Numbers.count(metric.count())));
    }
    return new Table(
        "All metrics", List.of("metric", "value", "95 % interval", "samples"), rows, 1);
  }

  String files() {
    return ReportWords.files(facts.directory());
  }

  Outcome outcome() {
    return verdicts.outcome();
  }
}
