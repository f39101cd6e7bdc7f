package pggit.load.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a run's page below the verdicts: first what only some runs find out, then what every
 * run has, from what users saw down to the server.
 */
final class Sections {
  private Sections() {}

  static List<Section> of(RunFacts facts) {
    List<Section> sections = new ArrayList<>();
    facts.gate().flatMap(GateCharts::section).ifPresent(sections::add);
    GrowthCharts.section(facts.result().metrics()).ifPresent(sections::add);
    ScalabilityCharts.section(facts.result()).ifPresent(sections::add);
    sections.add(
        facts
            .latencies()
            .map(LatencyCharts::section)
            .orElseGet(
                () ->
                    Section.absent(
                        "latency",
                        "How long it took",
                        "No response times: no successful request was recorded.")));
    sections.add(ThroughputCharts.section(facts));
    sections.add(
        facts
            .pool()
            .map(PoolCharts::section)
            .orElseGet(
                () ->
                    Section.absent(
                        "pool",
                        "Connection pools",
                        "No pool was watched: this run has no pool.csv.")));
    sections.add(
        facts
            .server()
            .map(server -> ServerCharts.section(server, facts.result().host()))
            .orElseGet(
                () ->
                    Section.absent(
                        "server",
                        "The server",
                        "The server was not watched: this run has no server.csv.")));
    return sections;
  }
}
