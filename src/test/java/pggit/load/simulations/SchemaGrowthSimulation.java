package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static pggit.load.protocol.PgGitDsl.noVerdictFailed;
import static pggit.load.protocol.PgGitDsl.perform;
import static pggit.load.protocol.PgGitDsl.pggit;
import static pggit.load.protocol.PgGitDsl.phase;
import static pggit.load.protocol.PgGitDsl.verdicts;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import pggit.load.measure.Outcome;
import pggit.load.measure.Part;
import pggit.load.measure.Tally;
import pggit.load.measure.Verdict;
import pggit.load.pggit.CostProbe;
import pggit.load.run.FarCopy;
import pggit.load.run.LoadRun;
import pggit.load.server.SetupException;
import pggit.load.verdict.CostCurve;
import pggit.load.verdict.Judge;

/**
 * Does pgGit get slower as the schema grows? One user creates and alters tables step by step, and
 * drops some; for each new table a commit on a new branch. After each step every kind of DDL and a
 * commit are weighed, and new branches after the load, beside its database.
 */
public final class SchemaGrowthSimulation extends Simulation {

  private static final String CREATE = "CREATE TABLE";
  private static final String ALTER = "ALTER TABLE";
  private static final String DROP = "DROP TABLE";
  private static final String COMMIT = "commit";
  private static final String BRANCH = "create_branch";
  private static final String COLUMNS = " (id int PRIMARY KEY, name text, made date)";

  private final LoadRun run = LoadRun.openWithBranches(getClass()).withTables();
  private final int steps = run.settings().schema().steps();
  private final int perStep = Math.max(1, run.settings().schema().tables() / steps);
  private final CostProbe probe =
      run.closing(CostProbe.open(run.endpoint(), run.target().contract()));
  private final Map<String, CostCurve> curves = new LinkedHashMap<>();

  private ChainBuilder step(String name, int number) {
    var table = "t" + number + "_#{i}";
    return exec(phase(name, true))
        .exec(
            repeat(perStep, "i")
                .on(
                    exec(pggit(CREATE).sql("CREATE TABLE " + table + COLUMNS))
                        .exec(pggit(ALTER).sql("ALTER TABLE " + table + " ADD COLUMN more int"))
                        .exec(pggit(CREATE).sql("CREATE TABLE gone" + COLUMNS))
                        .exec(pggit(DROP).sql("DROP TABLE gone"))
                        .exec(pggit(COMMIT).commit().branch("b-" + table).message(table))))
        .exec(perform("weigh", () -> weigh(name, number)));
  }

  private ChainBuilder steps() {
    var chain = step("step 1", 1);
    for (int s = 2; s <= steps; s++) {
      chain = chain.exec(step("step " + s, s));
    }
    return chain;
  }

  private void weigh(String phase, int number) {
    double size = (double) number * perStep;
    run.progress().at((double) number / steps);
    weigh(probe, (operation, cost) -> curve(operation).work(size, cost));
    curves.forEach(
        (operation, curve) ->
            curve.time(size, run.recorder().snapshot(operation, Part.EXECUTE, phase)));
  }

  private static void weigh(CostProbe probe, BiConsumer<String, Optional<CostProbe.Cost>> to) {
    to.accept(CREATE, probe.utility("", "CREATE TABLE probe" + COLUMNS));
    to.accept(ALTER, probe.utility("", "ALTER TABLE t1_0 ADD COLUMN probe int"));
    to.accept(DROP, probe.utility("CREATE TABLE probe" + COLUMNS, "DROP TABLE probe"));
    to.accept(COMMIT, probe.commit("main"));
  }

  /** What the pages foretell of the horizon is measured there unless all of it is well. */
  private void lookAtTheHorizon() {
    int horizon = run.settings().schema().horizon();
    double factor = run.settings().growthFactor();
    boolean well =
        curves.values().stream()
            .filter(c -> !c.isEmpty())
            .allMatch(c -> c.horizonVerdict(factor, horizon).outcome() == Outcome.PASS);
    if (well || steps * perStep >= horizon) {
      return;
    }
    probe.close();
    try (var far = run.farCopy(FarCopy.Grown.TABLES, steps * perStep, horizon)) {
      far.weigh(
          p -> weigh(p, (operation, cost) -> curve(operation).farWork(far.size(), cost)),
          Optional.ofNullable(curves.get(BRANCH)));
    } catch (SetupException e) {
      run.note("not measured at %,d tables: %s".formatted(horizon, e.getMessage()));
    }
  }

  private CostCurve curve(String operation) {
    return curves.computeIfAbsent(operation, o -> new CostCurve(o, "schema", "tables"));
  }

  private List<Verdict> judge() {
    probe.refused().forEach((what, why) -> run.note("not weighed: %s: %s".formatted(what, why)));
    var all = new ArrayList<Verdict>();
    List<Tally> tallies = Stream.of(CREATE, ALTER, DROP, COMMIT).map(run::tally).toList();
    all.add(
        Judge.successRate(
            "statements", 5L * steps * perStep, tallies, run.settings().successRate()));
    run.weighBranches(perStep, steps).ifPresent(curve -> curves.put(BRANCH, curve));
    lookAtTheHorizon();
    curves
        .values()
        .forEach(
            curve -> {
              all.addAll(
                  curve.verdicts(run.settings().growthFactor(), run.settings().schema().horizon()));
              run.measured(curve.estimates());
            });
    return all;
  }

  {
    setUp(
            scenario("one user")
                .exec(pggit("connect").connect())
                .exec(exitHereIfFailed())
                .exec(steps())
                .exec(pggit("disconnect").disconnect())
                .injectOpen(atOnceUsers(1))
                .andThen(verdicts(() -> run.conclude(this::judge))))
        .protocols(run.protocol())
        .assertions(noVerdictFailed());
  }

  @Override
  public void after() {
    run.close();
  }
}
