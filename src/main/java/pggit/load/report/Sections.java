package pggit.load.report;

import java.util.ArrayList;
import java.util.List;

/** The parts of a run's page below the verdicts, in the order in which one asks. */
final class Sections {
  private Sections() {}

  static List<Section> of(RunFacts facts) {
    List<Section> sections = new ArrayList<>();
    sections.add(
        facts
            .latencies()
            .map(LatencyCharts::section)
            .orElseGet(
                () ->
                    Section.absent(
                        "latency",
                        "How long it took",
                        "No response times: this run recorded no successful request.")));
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
    return sections;
  }
}
