package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import pggit.load.measure.Verdict;
import pggit.load.protocol.Pool;
import pggit.load.run.Expected;
import pggit.load.run.LeakLog;
import pggit.load.run.LoadRun;
import pggit.load.run.PoolWatch;
import pggit.load.run.WatchedPool;
import pggit.load.settings.Settings;

/**
 * What happens when connections are taken and never returned? First one of five, then all; does the
 * pool tell who it was, and is it whole again once the harness has evicted them?
 */
public final class PoolLeakSimulation extends Simulation {

  private static final int LIMIT = 5;
  private static final String COMMIT = "commit after the leaks";

  private final LoadRun run = LoadRun.openWithPools(getClass(), PoolLeakSimulation::expected);
  private final Settings.Pooled plan = run.settings().pool();
  private final Duration threshold = plan.leakThreshold();

  /** Whoever waits gives up before anybody returns what he holds. */
  private final WatchedPool watched =
      new WatchedPool("pggit leaking pool", run.endpoint(), LIMIT, threshold.dividedBy(2))
          .withLeakDetection(threshold);

  private final Pool pool = new Pool(watched.config());
  private final LeakLog log = run.closing(new LeakLog());
  private final PoolWatch watch = run.watchPools();
  private final List<LeakStep> steps =
      List.of(
          new LeakStep(watched, pool, watch, log, threshold, 1),
          new LeakStep(watched, pool, watch, log, threshold, LIMIT));

  private static Expected expected(Settings settings) {
    return Expected.time(settings.pool().leakThreshold().multipliedBy(4));
  }

  private List<Verdict> judge() {
    var verdicts = new ArrayList<Verdict>();
    steps.forEach(step -> verdicts.addAll(step.verdicts()));
    verdicts.add(run.facts().allWithin(COMMIT, 1, COMMIT, run.settings().timeout()));
    run.measured(watched.estimates());
    pool.close();
    verdicts.add(watch.nothingLeft());
    return verdicts;
  }

  {
    watch.watch(watched);
    var populations = new ArrayList<PopulationBuilder>();
    steps.forEach(step -> populations.add(step.population()));
    populations.add(scenario("commit").exec(pggit(COMMIT).commit()).injectOpen(atOnceUsers(1)));
    populations.add(verdicts(() -> run.conclude(this::judge)));
    var assertions = new ArrayList<>(List.of(noVerdictFailed()));
    steps.forEach(step -> assertions.add(step.refusesTheSurplus()));
    setUp(Users.inOrder(run, populations)).protocols(run.protocol(pool)).assertions(assertions);
  }

  @Override
  public void after() {
    run.close();
  }
}
