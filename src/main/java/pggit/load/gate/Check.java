package pggit.load.gate;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pggit.load.analysis.ChangePoint;
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
  private final List<String> leftOut = new ArrayList<>();
  private final List<String> drifts = new ArrayList<>();
  private final List<List<String>> bySimulation = new ArrayList<>();
  private final List<Measured> measured = new ArrayList<>();
  private final List<GateResult.History> history = new ArrayList<>();

  private Check(BaselineStore store, Limits limits, int leastRuns) {
    this.store = store;
    this.limits = limits;
    this.leastRuns = leastRuns;
  }

  /**
   * @param results all runs there are; those newer than the accepted ones are judged
   * @param leastRuns how many runs each side needs, at least 2
   */
  public static GateResult of(
      BaselineStore store, BaselineStore.Results results, Limits limits, int leastRuns) {
    return new Check(store, limits, leastRuns).run(results);
  }

  private GateResult run(BaselineStore.Results results) {
    Instant started = Instant.now();
    leftOut.addAll(results.leftOut());
    Map<String, List<RunResult>> runs =
        results.runs().stream()
            .collect(groupingBy(RunResult::simulation, LinkedHashMap::new, toList()));
    if (runs.isEmpty()) {
      missing.add("there are no results to check: run mvn gatling:test first");
    }
    runs.forEach(this::simulation);

    List<MetricRuling> rulings = MetricRuling.of(measured, limits, 1 - Looks.ALPHA);
    Judgement judgement = new Judgement(decided(rulings), List.of(), missing);
    List<String> reasons = judgement.reasons();
    reasons.addAll(drifts);
    return new GateResult(
        GateResult.SCHEMA,
        "check",
        started,
        Duration.between(started, Instant.now()),
        "accepted runs",
        runs.isEmpty() ? "no runs" : "later runs of " + String.join(", ", runs.keySet()),
        judgement.verdict(),
        reasons,
        Map.of(),
        rulings,
        measured,
        history,
        List.of(),
        leftOut,
        List.of());
  }

  private void simulation(String simulation, List<RunResult> runs) {
    RunResult newest = runs.get(runs.size() - 1);
    Environment environment = Environment.of(newest);
    Baseline baseline = store.find(newest).orElse(null);
    if (baseline == null) {
      missing.add(noBaseline(simulation, environment));
      return;
    }
    List<Baseline.Run> later =
        runs.stream()
            .filter(run -> Environment.of(run).equals(environment))
            .filter(run -> run.started().isAfter(baseline.lastAccepted()))
            .map(Baseline.Run::of)
            .toList();
    if (later.isEmpty()) {
      leftOut.add(simulation + " has not been run since its last runs were accepted");
      return;
    }
    drift(baseline);
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
    List<Measured> own =
        common.stream()
            .map(
                value ->
                    new Measured(
                        value.asMetric(simulation),
                        false,
                        Baseline.values(before, value),
                        Baseline.values(later, value),
                        List.of()))
            .toList();
    measured.addAll(own);
    bySimulation.add(own.stream().map(m -> m.metric().name()).toList());
  }

  /**
   * Without what so few runs cannot tell, where they tell something else about the same simulation:
   * its costs hardly vary from run to run, its times may do so by more than is allowed.
   */
  private List<MetricRuling> decided(List<MetricRuling> rulings) {
    List<MetricRuling> decided = new ArrayList<>(rulings);
    for (List<String> metrics : bySimulation) {
      List<MetricRuling> own =
          rulings.stream().filter(ruling -> metrics.contains(ruling.metric())).toList();
      List<MetricRuling> open =
          own.stream().filter(ruling -> ruling.verdict() == Ruling.UNDECIDED).toList();
      if (open.size() < own.size()) {
        decided.removeAll(open);
        open.forEach(ruling -> leftOut.add("too few runs for their noise: " + ruling.sentence()));
      }
    }
    return decided;
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
      List<Double> values = Baseline.values(runs, value);
      List<ChangePoint> changes =
          ChangePoint.of(values.stream().mapToDouble(Double::doubleValue).toArray(), SEED);
      String name = baseline.simulation() + ": " + value.metric();
      history.add(
          new GateResult.History(
              name, value.unit(), values, changes.stream().map(ChangePoint::index).toList()));
      changes.stream()
          .filter(ChangePoint::matters)
          .map(change -> change.sentence("accepted run", value.unit()))
          .forEach(sentence -> drifts.add("level changed: %s %s".formatted(name, sentence)));
    }
  }
}
