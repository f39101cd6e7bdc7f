package pggit.load.simulations;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import pggit.load.measure.Outcome;
import pggit.load.measure.Part;
import pggit.load.pggit.CostProbe;
import pggit.load.run.GrownCopy;
import pggit.load.run.LoadRun;
import pggit.load.server.SetupException;
import pggit.load.verdict.CostCurve;

/** What several operations cost as something grows, weighed in one session beside the load. */
final class GrowthCurves {

  /** An operation and how it is weighed. */
  record Operation(String name, Function<CostProbe, Optional<CostProbe.Cost>> weighing) {}

  private final LoadRun run;
  private final String what;
  private final String unit;
  private final List<Operation> operations;
  private final Map<String, CostCurve> curves = new LinkedHashMap<>();
  private final CostProbe probe;

  /**
   * @param what grows: {@code "history"}
   * @param unit what it is counted in: {@code "commits"}
   */
  GrowthCurves(LoadRun run, String what, String unit, Operation... operations) {
    this.run = run;
    this.what = what;
    this.unit = unit;
    this.operations = List.of(operations);
    probe = run.closing(CostProbe.open(run.endpoint(), run.target().contract()));
  }

  /** Weighs all operations at a size. */
  void weigh(double size) {
    operations.forEach(o -> of(o.name()).work(size, o.weighing().apply(probe)));
  }

  /** Takes the times of an operation in a phase of the load, around a size. */
  void time(String operation, double size, String phase) {
    of(operation).time(size, run.recorder().snapshot(operation, Part.EXECUTE, phase));
  }

  CostCurve of(String operation) {
    return curves.computeIfAbsent(operation, o -> new CostCurve(o, what, unit));
  }

  Collection<CostCurve> all() {
    return curves.values();
  }

  void add(String operation, CostCurve curve) {
    curves.put(operation, curve);
  }

  /**
   * What the pages foretell of a horizon is measured there before it accuses anybody.
   *
   * @param there how much of it there is
   * @param judged whose cost has a verdict
   * @param doubtful what a verdict on the horizon is not to be without a look there
   * @param branch weighed there, too
   */
  void lookAhead(
      GrownCopy.Grown grown,
      int there,
      int horizon,
      Collection<String> judged,
      Predicate<Outcome> doubtful,
      Optional<CostCurve> branch) {
    double factor = run.settings().growthFactor();
    boolean well =
        judged.stream()
            .map(curves::get)
            .filter(curve -> curve != null && !curve.isEmpty())
            .map(curve -> curve.horizonVerdict(factor, horizon).outcome())
            .noneMatch(doubtful);
    if (well || there >= horizon) {
      return;
    }
    probe.close();
    run.endServerSampling();
    try (var far = GrownCopy.of(run.target(), run.endpoint(), grown, there, horizon)) {
      far.weigh(
          session ->
              operations.stream()
                  .filter(o -> judged.contains(o.name()))
                  .forEach(o -> of(o.name()).farWork(far.size(), o.weighing().apply(session))),
          branch);
    } catch (SetupException e) {
      run.note("not measured at %,d %s: %s".formatted(horizon, unit, e.getMessage()));
    }
  }

  /** Notes what could not be weighed. */
  void noteRefused() {
    probe.refused().forEach((o, why) -> run.note("not weighed: %s: %s".formatted(o, why)));
  }
}
