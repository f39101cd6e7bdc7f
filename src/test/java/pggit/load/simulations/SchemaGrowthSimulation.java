package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.run.Expected;
import pggit.load.run.GrownCopy;
import pggit.load.run.LoadRun;
import pggit.load.settings.Settings;
import pggit.load.simulations.GrowthCurves.Operation;
import pggit.load.verdict.CostCurve;

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
  private static final List<String> STATEMENTS = List.of(CREATE, ALTER, DROP, COMMIT);
  private static final String COLUMNS = " (id int PRIMARY KEY, name text, made date)";
  private static final String PROBE = "CREATE TABLE probe" + COLUMNS;

  private final LoadRun run =
      LoadRun.openWithBranches(getClass(), SchemaGrowthSimulation::expected).withTables();
  private final int steps = run.settings().schema().steps();
  private final int perStep = Math.max(1, run.settings().schema().tables() / steps);
  private final GrowthCurves curves =
      new GrowthCurves(
          run,
          "schema",
          "tables",
          new Operation(CREATE, probe -> probe.utility("", PROBE)),
          new Operation(ALTER, p -> p.utility("", "ALTER TABLE t1_0 ADD COLUMN probe int")),
          new Operation(DROP, probe -> probe.utility(PROBE, "DROP TABLE probe")),
          new Operation(COMMIT, probe -> probe.commit("main")));

  private ChainBuilder step(int number) {
    var table = "t" + number + "_#{i}";
    return exec(phase("step " + number, true))
        .repeat(perStep, "i")
        .on(
            exec(pggit(CREATE).sql("CREATE TABLE " + table + COLUMNS))
                .exec(pggit(ALTER).sql("ALTER TABLE " + table + " ADD COLUMN more int"))
                .exec(pggit(CREATE).sql("CREATE TABLE gone" + COLUMNS))
                .exec(pggit(DROP).sql("DROP TABLE gone"))
                .exec(pggit(COMMIT).commit().branch("b-" + table).message(table)))
        .exec(perform("weigh", () -> weigh(number)));
  }

  private void weigh(int step) {
    double size = (double) step * perStep;
    curves.weigh(size);
    STATEMENTS.forEach(statement -> curves.time(statement, size, "step " + step));
  }

  /** A commit for each table, among five statements. */
  private static Expected expected(Settings settings) {
    return Expected.commits(settings.schema().tables(), Duration.ofMillis(10));
  }

  private List<Verdict> judge() {
    curves.noteRefused();
    int tables = steps * perStep;
    int horizon = run.settings().schema().horizon();
    Optional<CostCurve> branch = run.weighBranches(perStep, steps);
    var judged = Stream.concat(STATEMENTS.stream(), branch.stream().map(b -> BRANCH)).toList();
    var verdicts = new ArrayList<Verdict>();
    verdicts.add(run.successRate("statements", 5L * tables, STATEMENTS));
    branch.ifPresent(curve -> curves.add(BRANCH, curve));
    curves.lookAhead(
        GrownCopy.Grown.TABLES, tables, horizon, judged, o -> o != Outcome.PASS, branch);
    for (var operation : judged) {
      var curve = curves.of(operation);
      verdicts.addAll(
          curve.verdicts(
              run.settings().growthFactor(), horizon, run.facts().disturbed(run.tally(operation))));
      run.measured(curve.estimates());
    }
    return verdicts;
  }

  {
    var growing = IntStream.rangeClosed(1, steps).mapToObj(this::step).toList();
    var assertions = new ArrayList<>(List.of(noVerdictFailed(), notFailed("success rate")));
    STATEMENTS.forEach(
        s -> assertions.add(notFailed("degradation factor of " + s + " with schema")));
    setUp(
            Users.alone(run, "one user", exec(growing))
                .andThen(verdicts(() -> run.conclude(this::judge))))
        .protocols(run.protocol())
        .assertions(assertions);
  }

  @Override
  public void after() {
    run.close();
  }
}
