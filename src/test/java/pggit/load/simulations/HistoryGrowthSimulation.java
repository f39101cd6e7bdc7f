package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static pggit.load.protocol.PgGitDsl.ALL_VERDICTS;
import static pggit.load.protocol.PgGitDsl.perform;
import static pggit.load.protocol.PgGitDsl.pggit;
import static pggit.load.protocol.PgGitDsl.phase;
import static pggit.load.protocol.PgGitDsl.verdicts;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import java.util.ArrayList;
import java.util.List;
import pggit.load.measure.Recorder;
import pggit.load.measure.Verdict;
import pggit.load.run.CostCurve;
import pggit.load.run.CostProbe;
import pggit.load.run.Judge;
import pggit.load.run.LoadRun;

/**
 * Does pgGit get slower as its history grows? One user commits batch after batch on one branch;
 * between batches a commit and the reads are weighed. Later batches must not cost much more.
 */
public final class HistoryGrowthSimulation extends Simulation {

  private static final String COMMIT = "commit";
  private static final String LOG = "SELECT * FROM pggit.log('main', 10)";
  private static final String COUNT = "SELECT count(*) FROM pggit.commits";

  private final LoadRun run = LoadRun.open(getClass());
  private final int batches = run.settings().count("history.batches");
  private final int commits = run.settings().count("history.commits");
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
          size - commits / 2.0,
          run.recorder().snapshot(COMMIT, Recorder.Part.EXECUTE, "batch " + batch));
    }
  }

  private List<Verdict> judge() {
    probe.refused().forEach((what, why) -> run.note("not weighed: %s: %s".formatted(what, why)));
    var all = new ArrayList<Verdict>();
    all.add(
        Judge.successRate(
            (batches + 1L) * commits,
            List.of(run.tally(COMMIT)),
            run.settings().number("success.rate")));
    all.addAll(commit.verdicts(run.settings().number("growth.factor")));
    for (var read : List.of(version, log)) {
      if (!read.isEmpty()) {
        all.add(read.growthVerdict());
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
                .andThen(
                    scenario("verdicts")
                        .exec(verdicts(() -> run.conclude(this::judge)))
                        .injectOpen(atOnceUsers(1))))
        .protocols(run.protocol())
        .assertions(details(ALL_VERDICTS).successfulRequests().count().is(1L));
  }

  @Override
  public void after() {
    run.close();
  }
}
