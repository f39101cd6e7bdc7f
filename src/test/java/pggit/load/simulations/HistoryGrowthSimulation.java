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
import java.util.List;
import java.util.Optional;
import pggit.load.measure.Outcome;
import pggit.load.measure.Part;
import pggit.load.measure.Verdict;
import pggit.load.pggit.CostProbe;
import pggit.load.run.FarCopy;
import pggit.load.run.LoadRun;
import pggit.load.server.SetupException;
import pggit.load.verdict.CostCurve;
import pggit.load.verdict.Judge;

/**
 * Does pgGit get slower as its history grows? One user commits batch after batch on one branch;
 * between batches a commit and the reads are weighed. Later batches must not cost much more.
 */
public final class HistoryGrowthSimulation extends Simulation {

  private static final String COMMIT = "commit";
  private static final String LOG = "SELECT * FROM pggit.log('main', 10)";
  private static final String COUNT = "SELECT count(*) FROM pggit.commits";

  private final LoadRun run = LoadRun.open(getClass()).withTables();
  private final int batches = run.settings().history().batches();
  private final int commits = run.settings().history().commits();
  private final CostProbe probe =
      run.closing(CostProbe.open(run.endpoint(), run.target().contract()));
  private final CostCurve commit = new CostCurve("commit", "history", "commits");
  private final CostCurve version = new CostCurve("get_version", "history", "commits");
  private final CostCurve log = new CostCurve("log of 10 commits", "history", "commits");
  private final CostCurve count = new CostCurve("count of all commits", "history", "commits");

  private ChainBuilder batch(String name, boolean measured) {
    return exec(phase(name, measured))
        .exec(repeat(commits, "i").on(exec(pggit(COMMIT).commit().message(name + ", #{i}"))));
  }

  private ChainBuilder batches() {
    var chain = batch("warm-up", false).exec(perform("weigh", () -> weigh(0)));
    for (int b = 1; b <= batches; b++) {
      int number = b;
      chain = chain.exec(batch("batch " + b, true)).exec(perform("weigh", () -> weigh(number)));
    }
    return chain;
  }

  /** The history has a warm-up and {@code batch} batches now; the batch's own middle is earlier. */
  private void weigh(int batch) {
    double size = (batch + 1.0) * commits;
    commit.work(size, probe.commit("main"));
    version.work(size, probe.version("tracked"));
    log.work(size, probe.query(LOG));
    count.work(size, probe.query(COUNT));
    if (batch > 0) {
      run.progress().at((double) batch / batches);
      commit.time(
          size - commits / 2.0, run.recorder().snapshot(COMMIT, Part.EXECUTE, "batch " + batch));
    }
  }

  /** What the pages foretell of the horizon is measured there before it accuses anybody. */
  private void confirm(double factor) {
    int horizon = run.settings().history().horizon();
    int there = (batches + 1) * commits;
    if (there >= horizon || commit.horizonVerdict(factor, horizon).outcome() != Outcome.FAIL) {
      return;
    }
    probe.close();
    try (var far = run.farCopy(FarCopy.Grown.COMMITS, there, horizon)) {
      far.weigh(p -> commit.farWork(far.size(), p.commit("main")), Optional.empty());
    } catch (SetupException e) {
      run.note("not measured at %,d commits: %s".formatted(horizon, e.getMessage()));
    }
  }

  private List<Verdict> judge() {
    probe.refused().forEach((what, why) -> run.note("not weighed: %s: %s".formatted(what, why)));
    var all = new ArrayList<Verdict>();
    all.add(
        Judge.successRate(
            (batches + 1L) * commits, List.of(run.tally(COMMIT)), run.settings().successRate()));
    double factor = run.settings().growthFactor();
    confirm(factor);
    all.addAll(commit.verdicts(factor, run.settings().history().horizon()));
    for (var read : List.of(version, log)) {
      if (!read.isEmpty()) {
        all.add(read.growthVerdict(factor));
      }
    }
    for (var curve : List.of(commit, version, log, count)) {
      run.measured(curve.estimates());
    }
    return all;
  }

  {
    setUp(
            scenario("one user")
                .exec(pggit("connect").connect())
                .exec(exitHereIfFailed())
                .exec(pggit("create table").sql("CREATE TABLE tracked (id int PRIMARY KEY)"))
                .exec(batches())
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
