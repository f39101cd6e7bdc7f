package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static pggit.load.protocol.PgGitDsl.ALL_VERDICTS;
import static pggit.load.protocol.PgGitDsl.gather;
import static pggit.load.protocol.PgGitDsl.perform;
import static pggit.load.protocol.PgGitDsl.pggit;
import static pggit.load.protocol.PgGitDsl.phase;
import static pggit.load.protocol.PgGitDsl.verdicts;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import pggit.load.analysis.Scalability;
import pggit.load.analysis.Throughput;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.EventLog;
import pggit.load.measure.Recorder;
import pggit.load.measure.Verdict;
import pggit.load.protocol.Demand;
import pggit.load.protocol.Pool;
import pggit.load.run.Judge;
import pggit.load.run.LoadRun;
import pggit.load.run.OverloadJudge;
import pggit.load.run.OverloadPlan;
import pggit.load.run.WatchedPool;

/**
 * How many users at once does pgGit serve best, and what if more is asked for than it can do? First
 * users who commit without a pause (closed model), at several levels, each repeated, in random
 * order so that a drift of the machine does not look like a knee. Then a pool of connections: how
 * many commits it does for as many users as it has places, and what it does when up to twice as
 * many are asked for that do not wait for each other (open model), and after that. There each
 * commit keeps its transaction open for a while, so that the connections are the limit, not the
 * processors that the load shares with the server.
 */
public final class CapacitySimulation extends Simulation {

  private static final Duration GATHER_LIMIT = Duration.ofSeconds(5);
  private static final String COMMIT = "commit";
  private static final String POOLED = "commit through the pool";
  private static final String WARM_UP = "warm-up";

  /** More than wait at once: two commits that are under way have branches of their own. */
  private static final int BRANCHES = 512;

  private static final long SEED = 6;

  /** A JVM that has just started is slow for a while, which is not to look like a knee. */
  private static final int WARM_UP_STEPS = 4;

  private final LoadRun run = LoadRun.open(getClass());
  private final List<Integer> levels = run.levels(run.settings().counts("capacity.levels"));
  private final int repeats = run.settings().count("capacity.repeats");
  private final Duration step = run.settings().duration("capacity.step");
  private final AtomicInteger users = new AtomicInteger();
  private final OverloadPlan plan = OverloadPlan.of(run.settings());
  private final int places = run.settings().count("capacity.overload.pool");
  private final List<Integer> climb =
      IntStream.of(8, 4, 2, 1).map(part -> Math.max(1, places / part)).distinct().boxed().toList();
  private final Duration climbStep = plan.climb();
  private final AtomicInteger turns = new AtomicInteger();
  private final WatchedPool watched =
      WatchedPool.of("pggit pool under overload", run.endpoint(), places, plan.patience());
  private final Pool pool = run.closing(new Pool(watched::config));
  private final Demand once = new Demand(this::legs);
  private final Demand again = new Demand(this::legs);

  /** A level and which of its repeats it is. */
  private record Step(int users, int repeat) {
    String phase() {
      return "%d users, %d".formatted(users, repeat);
    }
  }

  private final List<Step> steps = inRandomOrder();

  private List<Step> inRandomOrder() {
    var all = new ArrayList<Step>();
    for (int level : levels) {
      for (int repeat = 1; repeat <= repeats; repeat++) {
        all.add(new Step(level, repeat));
      }
    }
    Collections.shuffle(all, new Random(SEED));
    return all;
  }

  private PopulationBuilder crowd(String name, int count, boolean measured) {
    return scenario(name)
        .exec(session -> session.set("n", users.incrementAndGet()))
        .exec(pggit("connect").connect())
        .exec(gather("all connected, " + name, count, GATHER_LIMIT))
        .exec(exitHereIfFailed())
        .exec(phase(name, measured))
        .exec(
            during(measured ? step : step.multipliedBy(WARM_UP_STEPS))
                .on(exec(pggit(COMMIT).commit().branch("own-#{n}"))))
        .exec(pggit("disconnect").disconnect())
        .injectOpen(atOnceUsers(count));
  }

  /** A pool that is still opening its connections would seem to have less capacity. */
  private PopulationBuilder fill() {
    return scenario("fill the pool")
        .exec(
            perform(
                "fill the pool",
                () -> {
                  pool.open();
                  watched.awaitFull(GATHER_LIMIT);
                }))
        .injectOpen(atOnceUsers(1));
  }

  /** What the pool can do for so many users at once; each level is half of the next. */
  private PopulationBuilder climb(int count) {
    return scenario(climbing(count))
        .exec(gather("all there, " + climbing(count), count, GATHER_LIMIT))
        .exec(phase(climbing(count), true))
        .exec(during(climbStep).on(throughThePool(POOLED)))
        .injectOpen(atOnceUsers(count));
  }

  private static String climbing(int users) {
    return "pool, %d users".formatted(users);
  }

  private PopulationBuilder overload(String how, Demand demand, int tries) {
    return scenario("overload " + how)
        .exec(phase("overload " + how, true))
        .exec(demand.carriedOut(tries, throughThePool("commit under overload, " + how)))
        .injectOpen(atOnceUsers(run.settings().count("capacity.overload.users")));
  }

  /** The same work below capacity and beyond; branches come in turn, so that soon none is new. */
  private ChainBuilder throughThePool(String name) {
    return exec(session -> session.set("turn", turns.getAndIncrement() % BRANCHES))
        .exec(
            pggit(name)
                .commit()
                .branch("overload-#{turn}")
                .holding(run.settings().duration("capacity.overload.hold")));
  }

  private List<Demand.Leg> legs() {
    return capacity() > 0 ? plan.legs(capacity()) : List.of();
  }

  /** The best that the pool did for users of whom none had to wait for a connection. */
  private double capacity() {
    return climb.stream().mapToDouble(this::climbed).max().orElse(0);
  }

  /**
   * Commits per second at a level. A count over so short a time is too high, since each user's last
   * commit ends after it; users over response time is too high if some failed. So the lower one.
   */
  private double climbed(int level) {
    var done = run.recorder().snapshot(POOLED, Recorder.Part.RESPONSE, climbing(level));
    return done.isEmpty()
        ? 0
        : Math.min(done.count() / (climbStep.toNanos() / 1e9), level / (done.meanNanos() / 1e9));
  }

  private List<Throughput> measured() {
    var measured = new ArrayList<Throughput>();
    for (var s : steps) {
      long done = run.recorder().snapshot(COMMIT, Recorder.Part.EXECUTE, s.phase()).count();
      if (done > 0) {
        measured.add(new Throughput(s.users(), done / (step.toNanos() / 1e9)));
      }
    }
    return measured;
  }

  private List<Verdict> judge() {
    var commits = run.tally(COMMIT);
    for (var s : steps) {
      var snapshot = run.recorder().snapshot(COMMIT, Recorder.Part.EXECUTE, s.phase());
      if (snapshot.count() > 0) {
        double perSecond = snapshot.count() / (step.toNanos() / 1e9);
        run.measured(
            List.of(
                rate("throughput of " + s.phase(), "commits/s", perSecond, snapshot.count()),
                snapshot.quantile("p95 of " + s.phase(), 0.95)));
      }
    }
    if (capacity() > 0) {
      long pooled = run.recorder().snapshot(POOLED, Recorder.Part.RESPONSE).count();
      run.measured(List.of(rate("capacity of the pool", "commits/s", capacity(), pooled)));
    }
    var all = new ArrayList<Verdict>();
    all.add(
        Judge.successRate(
            commits.attempts(), List.of(commits), run.settings().number("success.rate")));
    all.add(scalability(measured()));
    all.addAll(overload("without retries", "", once, 1));
    all.addAll(overload("with retries", " with retries", again, plan.tries()));
    return all;
  }

  private List<Verdict> overload(String how, String suffix, Demand demand, int tries) {
    long at = demand.begunNanos();
    for (var leg : demand.legs()) {
      run.events()
          .add(
              Instant.now().plusNanos(at - System.nanoTime()),
              EventLog.Kind.NOTE,
              "%,.0f commits/s wanted".formatted(leg.perSecond()));
      at += leg.length().toNanos();
    }
    if (demand.late() > 0) {
      run.note(
          "overload %s: %,d of %,d commits came late, since all users were busy"
              .formatted(how, demand.late(), demand.log().size()));
    }
    var judge = OverloadJudge.of(plan, capacity(), places, demand.log(), demand.begunNanos());
    judge.ifPresent(j -> run.measured(j.estimates(suffix)));
    return judge
        .map(j -> j.verdicts(how, tries, run.injectorWasLate("commit under overload, " + how)))
        .orElseGet(
            () ->
                List.of(
                    Verdict.undecided(
                        "graceful overload " + how,
                        "nothing was committed through the pool: no capacity to overload")));
  }

  private Verdict scalability(List<Throughput> measured) {
    if (!Scalability.enough(measured)) {
      return Verdict.undecided(
          "scalability", "the law needs 6 measurements on 4 levels, there are " + measured.size());
    }
    var law = Scalability.of(measured, SEED);
    run.measured(law.estimates());
    return law.verdict();
  }

  private static Estimate rate(String name, String unit, double value, long count) {
    return Estimate.of(name, unit, Direction.HIGHER_IS_BETTER, value, count);
  }

  {
    var populations = new ArrayList<PopulationBuilder>();
    populations.add(crowd(WARM_UP, levels.get(levels.size() / 2), false));
    steps.forEach(s -> populations.add(crowd(s.phase(), s.users(), true)));
    populations.add(fill());
    climb.forEach(level -> populations.add(climb(level)));
    populations.add(overload("without retries", once, 1));
    populations.add(overload("with retries", again, plan.tries()));
    populations.add(
        scenario("verdicts")
            .exec(verdicts(() -> run.conclude(this::judge)))
            .injectOpen(atOnceUsers(1)));
    setUp(InOrder.of(populations))
        .protocols(run.protocol(pool))
        .assertions(details(ALL_VERDICTS).successfulRequests().count().is(1L));
  }

  @Override
  public void after() {
    run.close();
  }
}
