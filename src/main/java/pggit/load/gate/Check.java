package pggit.load.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import pggit.load.analysis.ChangePoint;
import pggit.load.analysis.ChangePoints;
import pggit.load.measure.RunResult;

/**
 * Later runs against stored ones. Two machines' mornings lie between them, so the run is the unit:
 * it takes several on each side, and what is not comparable is undecided, never a pass.
 */
public final class Check {
  private static final long SEED = 1;

  private final BaselineStore store;
  private final Limits limits;
  private final int leastRuns;
  private final List<String> missing = new ArrayList<>();
  private final List<String> drifts = new ArrayList<>();
  private final List<Measured> measured = new ArrayList<>();
  private final List<GateResult.History> history = new ArrayList<>();

  private Check(BaselineStore store, Limits limits, int leastRuns) {
    this.store = store;
    this.limits = limits;
    this.leastRuns = leastRuns;
  }

  /**
   * @param results of all runs there are, oldest first; those newer than the accepted ones are
   *     judged
   * @param leastRuns how many runs each side needs, at least 2
   */
  public static GateResult of(
      BaselineStore store, List<RunResult> results, Limits limits, int leastRuns) {
    return new Check(store, limits, leastRuns).run(results);
  }

  private GateResult run(List<RunResult> results) {
    Instant started = Instant.now();
    Map<String, List<RunResult>> bySimulation = new LinkedHashMap<>();
    results.forEach(
        run -> bySimulation.computeIfAbsent(run.simulation(), name -> new ArrayList<>()).add(run));
    if (bySimulation.isEmpty()) {
      missing.add("there are no results to check: run mvn gatling:test first");
    }
    bySimulation.forEach(this::simulation);

    List<MetricRuling> rulings = Judge.rule(measured, limits, 1 - Looks.ALPHA);
    List<Ruling> parts = new ArrayList<>(rulings.stream().map(MetricRuling::ruling).toList());
    List<String> reasons = new ArrayList<>(Judge.reasons(rulings));
    for (String what : missing) {
      parts.add(Ruling.UNDECIDED);
      reasons.add("undecided: " + what);
    }
    reasons.addAll(drifts);
    return new GateResult(
        GateResult.SCHEMA,
        "check",
        started,
        Duration.between(started, Instant.now()),
        "accepted runs",
        bySimulation.isEmpty()
            ? "no runs"
            : "later runs of " + String.join(", ", bySimulation.keySet()),
        Ruling.of(parts).word(),
        reasons,
        Map.of(),
        GateResult.compared(rulings, measured),
        measured,
        history);
  }

  private void simulation(String simulation, List<RunResult> runs) {
    RunResult newest = runs.get(runs.size() - 1);
    Environment environment = Environment.of(newest);
    Baseline baseline = store.find(newest).orElse(null);
    if (baseline == null) {
      missing.add(noBaseline(simulation, environment));
      return;
    }
    drift(baseline);
    List<Baseline.Run> later =
        runs.stream()
            .filter(run -> Environment.of(run).equals(environment))
            .filter(run -> run.started().isAfter(baseline.lastAccepted()))
            .map(Baseline.Run::of)
            .toList();
    List<Baseline.Run> before = baseline.latest();
    if (before.size() < leastRuns || later.size() < leastRuns) {
      missing.add(
          "%s has %d accepted runs and %d later ones, each side needs %d: run it again"
              .formatted(simulation, before.size(), later.size(), leastRuns));
      return;
    }
    List<Baseline.Run> all = new ArrayList<>(before);
    all.addAll(later);
    List<Baseline.Value> common = Baseline.common(all);
    if (common.isEmpty()) {
      missing.add("%s: the runs have no metric in common".formatted(simulation));
    }
    for (Baseline.Value value : common) {
      measured.add(
          new Measured(
              value.asMetric(simulation + ": " + value.metric()),
              false,
              Baseline.values(before, value.metric()),
              Baseline.values(later, value.metric()),
              List.of()));
    }
  }

  private String noBaseline(String simulation, Environment environment) {
    List<Baseline> others = store.others(simulation);
    return others.isEmpty()
        ? "%s has no baseline: gate accept stores its last runs as one".formatted(simulation)
        : "%s has no baseline of this environment; the nearest differs in %s"
            .formatted(
                simulation,
                others.stream()
                    .map(other -> environment.differences(other.environment()))
                    .min(Comparator.comparingInt(List::size))
                    .map(all -> String.join(", ", all))
                    .orElseThrow());
  }

  /** Where the accepted runs themselves changed: small steps, each of them let through. */
  private void drift(Baseline baseline) {
    List<Baseline.Run> runs = baseline.runs();
    for (Baseline.Value value : Baseline.common(runs)) {
      List<Double> values = Baseline.values(runs, value.metric());
      List<ChangePoint> changes =
          ChangePoints.of(values.stream().mapToDouble(Double::doubleValue).toArray(), SEED);
      String name = baseline.simulation() + ": " + value.metric();
      history.add(
          new GateResult.History(
              name, value.unit(), values, changes.stream().map(ChangePoint::index).toList()));
      IntStream.range(0, changes.size())
          .filter(i -> Math.abs(Math.log(changes.get(i).ratio())) > Math.log(1.02))
          .forEach(
              i ->
                  drifts.add(
                      "level changed: %s %s"
                          .formatted(name, changes.get(i).sentence("accepted run", value.unit()))));
    }
  }
}
