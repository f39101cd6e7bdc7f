package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static pggit.load.protocol.PgGitDsl.noVerdictFailed;
import static pggit.load.protocol.PgGitDsl.pggit;
import static pggit.load.protocol.PgGitDsl.verdicts;

import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import pggit.load.measure.EventLog;
import pggit.load.measure.Verdict;
import pggit.load.protocol.Pool;
import pggit.load.run.LoadRun;
import pggit.load.run.PoolMetrics;
import pggit.load.run.PoolWatch;
import pggit.load.run.WatchedPool;
import pggit.load.settings.Settings;
import pggit.load.verdict.Judge;
import pggit.load.verdict.PoolFacts;
import pggit.load.verdict.PoolJudge;
import pggit.load.verdict.PressureJudge;

/**
 * What does a pool do when requests come faster than it can serve them, and do not wait for each
 * other? From half of its capacity, measured first, to twice that, and back.
 */
public final class PoolPressureSimulation extends Simulation {

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration FILLED_WITHIN = Duration.ofSeconds(10);
  private static final int WINDOWS_IN_A_LEG = 5;
  private static final int LEGS_BACK = 3;
  private static final String REQUEST = "request under pressure";
  private static final String COMMIT = "commit after pressure";

  private final LoadRun run = LoadRun.openWithPools(getClass());
  private final Settings.Pooled.Pressure plan = run.settings().pool().pressure();
  private final int size = run.level(run.settings().pool().size());
  private final String hold = "SELECT pg_sleep(" + plan.hold().toMillis() / 1e3 + ")";
  private final WatchedPool watched =
      WatchedPool.of("pggit pool under pressure", run.endpoint(), size, plan.timeout());
  private final Pool pool = run.closing(new Pool(watched::config));
  private final PoolWatch watch =
      run.closing(new PoolWatch(run.directory(), run.target().database(), LOOK));
  private final AtomicLong begun = new AtomicLong();
  private final double capacity = LoadRun.orExit(this::capacity);

  private double capacity() {
    watch.watch(watched);
    pool.open();
    watched.awaitFull(FILLED_WITHIN);
    return PoolCapacity.measure(pool, size, hold, plan.leg().dividedBy(2));
  }

  private PopulationBuilder pressure() {
    return scenario("pressure")
        .exec(
            session -> {
              begun.compareAndSet(0, System.nanoTime());
              return session;
            })
        .exec(pggit(REQUEST).sql(hold))
        .injectOpen(
            constantUsersPerSec(capacity / 2).during(plan.leg()),
            rampUsersPerSec(capacity / 2).to(2 * capacity).during(plan.leg()),
            constantUsersPerSec(2 * capacity).during(plan.leg()),
            rampUsersPerSec(2 * capacity).to(capacity / 2).during(plan.leg()),
            constantUsersPerSec(capacity / 2).during(plan.leg().multipliedBy(LEGS_BACK)));
  }

  /** What happened from one place on the way to another, both counted in legs. */
  private PoolFacts between(double from, double to) {
    long leg = plan.leg().toNanos();
    return watch
        .facts(watched)
        .between(begun.get() + Math.round(from * leg), begun.get() + Math.round(to * leg));
  }

  private Instant at(double legs) {
    long later = begun.get() + Math.round(legs * plan.leg().toNanos()) - System.nanoTime();
    return Instant.now().plusNanos(later);
  }

  private double goodput(double from, double to) {
    return PressureJudge.goodput(
        between(from, to), Duration.ofNanos(Math.round((to - from) * plan.leg().toNanos())));
  }

  private List<Verdict> judge() {
    var request = run.tally(REQUEST);
    var all = between(0, 4 + LEGS_BACK);
    var window = plan.leg().dividedBy(WINDOWS_IN_A_LEG);
    var back =
        IntStream.range(0, LEGS_BACK * WINDOWS_IN_A_LEG)
            .mapToObj(i -> 4 + i / (double) WINDOWS_IN_A_LEG)
            .map(from -> between(from, from + 1.0 / WINDOWS_IN_A_LEG))
            .toList();
    var verdicts = new ArrayList<Verdict>();
    verdicts.add(PoolJudge.limit("pool limit", all, size));
    verdicts.add(PressureJudge.refusals("refusals fail fast", all, request));
    // On the ramp from 0.5 to 2 x, half way to five sixths: 1.25 to 1.75 x.
    double beyond = goodput(1.5, 1 + 5 / 6.0);
    double twice = goodput(2, 3);
    verdicts.add(PressureJudge.graceful("graceful overload", capacity, beyond, twice));
    verdicts.add(
        PressureJudge.recovery("recovery", goodput(0, 1), back, window, plan.hold().dividedBy(4)));
    verdicts.add(Judge.allWithin(COMMIT, 1, run.tally(COMMIT), run.settings().timeout()));
    run.measured(PoolMetrics.of(watched));
    run.measured(
        PressureJudge.estimates(
            capacity, between(0, 1), between(2, 3), between(4, 4 + LEGS_BACK), twice));
    run.measured(
        List.of(
            PressureJudge.grace(0.5, goodput(0, 1), capacity),
            PressureJudge.grace(1.5, beyond, capacity),
            PressureJudge.grace(2, twice, capacity)));
    // On the ramps from 0.5 to 2 x and back, the capacity is passed after a third and two thirds.
    run.events().add(at(1 + 1 / 3.0), EventLog.Kind.FAULT, "more than the capacity");
    run.events().add(at(3 + 2 / 3.0), EventLog.Kind.REPAIR, "less than the capacity");
    pool.close();
    verdicts.add(watch.nothingLeft());
    return verdicts;
  }

  {
    run.note(
        "capacity %.0f requests/s: a pool of %d, each request holding a connection for %d ms"
            .formatted(capacity, size, plan.hold().toMillis()));
    setUp(
            InOrder.of(
                List.of(
                    pressure(),
                    scenario("commit").exec(pggit(COMMIT).commit()).injectOpen(atOnceUsers(1)),
                    verdicts(() -> run.conclude(this::judge)))))
        .protocols(run.protocol(pool))
        .assertions(noVerdictFailed());
  }

  @Override
  public void after() {
    run.close();
  }
}
