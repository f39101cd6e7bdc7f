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
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.run.Expected;
import pggit.load.run.GrownCopy;
import pggit.load.run.LoadRun;
import pggit.load.settings.Settings;
import pggit.load.simulations.GrowthCurves.Operation;

/**
 * Does pgGit get slower as its history grows? One user commits batch after batch on one branch;
 * between batches a commit and the reads are weighed. Later batches must not cost much more.
 */
public final class HistoryGrowthSimulation extends Simulation {

  private static final String COMMIT = "commit";
  private static final String VERSION = "get_version";
  private static final String LOG = "log of 10 commits";

  private final LoadRun run =
      LoadRun.open(getClass(), HistoryGrowthSimulation::expected).withTables();
  private final int batches = run.settings().history().batches();
  private final int commits = run.settings().history().commits();
  private final GrowthCurves curves =
      new GrowthCurves(
          run,
          "history",
          "commits",
          new Operation(COMMIT, probe -> probe.commit("main")),
          new Operation(VERSION, probe -> probe.version("tracked")),
          new Operation(LOG, probe -> probe.query("SELECT * FROM pggit.log('main', 10)")),
          new Operation(
              "count of all commits", probe -> probe.query("SELECT count(*) FROM pggit.commits")));

  private ChainBuilder batch(int number) {
    var name = number == 0 ? "warm-up" : "batch " + number;
    return exec(phase(name, number > 0))
        .exec(repeat(commits, "i").on(exec(pggit(COMMIT).commit().message(name + ", #{i}"))))
        .exec(perform("weigh", () -> weigh(name, number)));
  }

  /** The history has a warm-up and {@code batch} batches now; the batch's own middle is earlier. */
  private void weigh(String name, int batch) {
    double size = (batch + 1.0) * commits;
    curves.weigh(size);
    if (batch > 0) {
      curves.time(COMMIT, size - commits / 2.0, name);
    }
  }

  private static Expected expected(Settings settings) {
    var wanted = settings.history();
    return Expected.commits((wanted.batches() + 1L) * wanted.commits(), Duration.ofMillis(1));
  }

  private List<Verdict> judge() {
    curves.noteRefused();
    int all = (batches + 1) * commits;
    int horizon = run.settings().history().horizon();
    double factor = run.settings().growthFactor();
    var verdicts = new ArrayList<Verdict>();
    verdicts.add(run.successRate("commits", all, List.of(COMMIT)));
    curves.lookAhead(
        GrownCopy.Grown.COMMITS,
        all,
        horizon,
        List.of(COMMIT),
        outcome -> outcome == Outcome.FAIL,
        Optional.empty());
    verdicts.addAll(
        curves.of(COMMIT).verdicts(factor, horizon, run.facts().disturbed(run.tally(COMMIT))));
    for (var read : List.of(curves.of(VERSION), curves.of(LOG))) {
      if (!read.isEmpty()) {
        verdicts.add(read.growthVerdict(factor));
      }
    }
    curves.all().forEach(curve -> run.measured(curve.estimates()));
    return verdicts;
  }

  {
    var create = pggit("create table").sql("CREATE TABLE tracked (id int PRIMARY KEY)");
    var growing = IntStream.rangeClosed(0, batches).mapToObj(this::batch).toList();
    setUp(
            Users.alone(run, "one user", exec(create).exec(growing))
                .andThen(verdicts(() -> run.conclude(this::judge))))
        .protocols(run.protocol())
        .assertions(
            noVerdictFailed(),
            notFailed("success rate"),
            notFailed("degradation factor of commit with history"));
  }

  @Override
  public void after() {
    run.close();
  }
}
