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
import pggit.load.run.LoadRun;
import pggit.load.run.PoolWatch;
import pggit.load.run.SetupExit;
import pggit.load.run.WatchedPool;
import pggit.load.settings.Settings;

/**
 * What does a pool do when requests come faster than it can serve them, and do not wait for each
 * other? From half of its capacity, measured first, to twice that, and back.
 */
public final class PoolPressureSimulation extends Simulation {

  private static final Duration FILLED_WITHIN = Duration.ofSeconds(10);
  private static final String REQUEST = "request under pressure";
  private static final String COMMIT = "commit after pressure";

  private final LoadRun run = LoadRun.openWithPools(getClass(), PoolPressureSimulation::expected);
  private final Settings.Pooled.Pressure wanted = run.settings().pool().pressure();
  private final int size = run.poolShare(run.room().level(run.settings().pool().size()));
  private final String hold = "SELECT pg_sleep(" + wanted.hold().toMillis() / 1e3 + ")";
  private final WatchedPool watched =
      new WatchedPool(
          run.poolName("pggit pool under pressure"), run.endpoint(), size, wanted.timeout());
  private final Pool pool = run.closing(new Pool(watched.config()));
  private final PoolWatch watch = run.watchPools();
  private final BareTimeouts control = run.closing(new BareTimeouts(wanted.timeout()));
  private final PressureLegs legs = new PressureLegs(watch, watched, wanted.leg(), control);
  private final double capacity = SetupExit.orExit(this::capacity);

  private double capacity() {
    watch.watch(watched);
    pool.open();
    watched.awaitFull(FILLED_WITHIN);
    return PoolCapacity.measure(pool, size, hold, wanted.leg().dividedBy(2));
  }

  private PopulationBuilder pressure() {
    double half = capacity / 2;
    double twice = 2 * capacity;
    return scenario("pressure")
        .exec(
            session -> {
              legs.begin();
              return session;
            })
        .exec(pggit(REQUEST).sql(hold))
        .injectOpen(
            constantUsersPerSec(half).during(wanted.leg()),
            rampUsersPerSec(half).to(twice).during(wanted.leg()),
            constantUsersPerSec(twice).during(wanted.leg()),
            rampUsersPerSec(twice).to(half).during(wanted.leg()),
            constantUsersPerSec(half).during(wanted.leg().multipliedBy(PressureLegs.BACK)));
  }

  private static Expected expected(Settings settings) {
    return Expected.time(settings.pool().pressure().leg().multipliedBy(5 + PressureLegs.BACK));
  }

  private List<Verdict> judge() {
    var verdicts = new ArrayList<Verdict>();
    verdicts.addAll(legs.verdicts(run, run.tally(REQUEST), capacity, wanted.hold().dividedBy(4)));
    verdicts.add(run.facts().allWithin(COMMIT, 1, COMMIT, run.settings().timeout()));
    run.measured(watched.estimates());
    legs.tell(run, capacity);
    pool.close();
    verdicts.add(watch.nothingLeft());
    return verdicts;
  }

  {
    run.note(
        "capacity %.0f requests/s: a pool of %d, each request holding a connection for %d ms"
            .formatted(capacity, size, wanted.hold().toMillis()));
    setUp(
            Users.inOrder(
                run,
                pressure(),
                scenario("commit").exec(pggit(COMMIT).commit()).injectOpen(atOnceUsers(1)),
                verdicts(() -> run.conclude(this::judge))))
        .protocols(run.protocol(pool))
        .assertions(
            noVerdictFailed(), notFailed("refusals fail fast"), notFailed("graceful overload"));
  }

  @Override
  public void after() {
    run.close();
  }
}
