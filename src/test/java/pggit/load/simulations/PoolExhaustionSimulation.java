package pggit.load.simulations;

import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.Simulation;
import java.util.ArrayList;
import java.util.List;
import pggit.load.measure.Verdict;
import pggit.load.run.Expected;
import pggit.load.run.LoadRun;
import pggit.load.run.PoolWatch;
import pggit.load.settings.Settings;

/**
 * What do users see who come to a pool with fewer connections than users? Ordinary SQL through
 * gatling-jdbc, over pools of different sizes, all at the same time where the server has room for
 * them: they wait rather than work.
 */
public final class PoolExhaustionSimulation extends Simulation {

  private final LoadRun run = LoadRun.openWithPools(getClass(), PoolExhaustionSimulation::expected);
  private final Settings.Pooled plan = run.settings().pool();
  private final PoolWatch watch = run.watchPools();
  private final List<ExhaustedPool> pools = new ArrayList<>();

  private static Expected expected(Settings settings) {
    var wanted = settings.pool();
    return Expected.time(wanted.longHold().plus(wanted.shortHold().multipliedBy(2)).plusSeconds(1));
  }

  private List<Verdict> judge() {
    var verdicts = new ArrayList<Verdict>();
    pools.forEach(pool -> verdicts.addAll(pool.verdicts()));
    pools.forEach(pool -> run.measured(pool.estimates()));
    verdicts.add(watch.nothingLeft());
    return verdicts;
  }

  {
    var limits = run.room().mayBeUsedUp() ? plan.limits() : run.room().levels(plan.limits());
    int room = run.room().admitted();
    limits.stream()
        .filter(limit -> limit > room)
        .forEach(
            limit ->
                run.note(
                    "a pool of %d is larger than the %d connections that the server admits: what it refuses is shown as refused"
                        .formatted(limit, room)));
    boolean roomForAll = limits.stream().mapToInt(limit -> limit).sum() <= room;
    limits.stream()
        .distinct()
        .forEach(limit -> pools.add(new ExhaustedPool(run, plan, watch, limit, roomForAll)));
    var populations = pools.stream().map(ExhaustedPool::population).toList();
    var load = roomForAll ? Users.together(populations) : Users.inOrder(run, populations);
    var assertions = new ArrayList<>(List.of(noVerdictFailed()));
    pools.forEach(pool -> assertions.add(pool.refusesTheSurplus()));
    setUp(load.andThen(verdicts(() -> run.conclude(this::judge))))
        .protocols(run.protocol())
        .assertions(assertions);
  }

  @Override
  public void after() {
    run.close();
  }
}
