package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import pggit.load.measure.EventLog;
import pggit.load.measure.Part;
import pggit.load.measure.Verdict;
import pggit.load.protocol.Demand;
import pggit.load.protocol.Pool;
import pggit.load.run.LoadRun;
import pggit.load.run.WatchedPool;
import pggit.load.settings.Settings;
import pggit.load.verdict.CapacityPlan;
import pggit.load.verdict.InjectorLimit;
import pggit.load.verdict.OverloadJudge;
import pggit.load.verdict.OverloadPlan;

/**
 * How many commits a pool of connections does for as many users as it has places, and what it does
 * when up to twice as many are asked for that do not wait for each other (open model), and after
 * that. Each commit keeps its transaction open for a while, so that the connections are the limit,
 * not the processors that the load shares with the server.
 */
final class PooledOverload {

  private static final Duration FILLED_WITHIN = Duration.ofSeconds(5);
  private static final String COMMIT = "commit through the pool";

  /** More than wait at once: two commits that are under way have branches of their own. */
  private static final int BRANCHES = 512;

  private final LoadRun run;
  private final OverloadPlan plan;
  private final int places;
  private final List<Integer> climb;
  private final AtomicInteger branches = new AtomicInteger();
  private final AtomicInteger climbers = new AtomicInteger();
  private final WatchedPool watched;
  private final Pool pool;
  private final Demand once = new Demand(this::legs);
  private final Demand again = new Demand(this::legs);

  PooledOverload(LoadRun run) {
    this.run = run;
    var settings = run.settings().capacity().overload();
    plan = new OverloadPlan(settings);
    places = run.poolShare(settings.pool());
    climb =
        IntStream.of(8, 4, 2, 1)
            .map(part -> Math.max(1, places / part))
            .distinct()
            .boxed()
            .toList();
    watched =
        new WatchedPool(
            run.poolName("pggit pool under overload"), run.endpoint(), places, settings.patience());
    pool = run.closing(new Pool(watched.config()));
  }

  /** How long it takes: the climb, then twice the way of an {@link OverloadPlan}. */
  static Duration lasting(Settings.Capacity.Overload wanted) {
    return wanted.leg().multipliedBy(9).plus(wanted.watch().multipliedBy(2));
  }

  Pool pool() {
    return pool;
  }

  List<PopulationBuilder> populations() {
    var populations = new ArrayList<PopulationBuilder>();
    populations.add(climb());
    populations.add(overload("without retries", once, 1));
    populations.add(overload("with retries", again, plan.settings().tries()));
    return populations;
  }

  /** A pool that is still opening its connections would seem to have less capacity. */
  private void fill() {
    pool.open();
    watched.awaitFull(FILLED_WITHIN);
  }

  /**
   * What the pool can do for so many users at once, each time twice as many. Each of its sessions
   * is warm before it is measured, as those of the levels are.
   */
  private PopulationBuilder climb() {
    return scenario("users of a pool")
        .exec(once("fill the pool", this::fill))
        .exec(phase("warm the pool", false))
        .exec(session -> session.set("n", climbers.incrementAndGet()))
        .exec(repeat(CapacitySimulation.WARM_COMMITS).on(commit(COMMIT)))
        .exec(climb.stream().map(this::climb).toList())
        .injectOpen(atOnceUsers(places));
  }

  /** Those who have no part in it wait for the next level. */
  private ChainBuilder climb(int users) {
    var attempt = plan.settings().patience().plus(run.settings().timeout().multipliedBy(3));
    var limit = plan.climb().plus(attempt);
    return exec(gather("all there, " + climbing(users), places, limit))
        .exec(phase(climbing(users), true))
        .exec(
            doIf(session -> session.getInt("n") <= users)
                .then(during(plan.climb()).on(commit(COMMIT))));
  }

  private static String climbing(int users) {
    return "pool, %d users".formatted(users);
  }

  private PopulationBuilder overload(String how, Demand demand, int tries) {
    return scenario("overload " + how)
        .exec(phase("overload " + how, true))
        .exec(demand.carriedOut(tries, commit("commit under overload, " + how)))
        .injectOpen(atOnceUsers(run.share().of(run.settings().capacity().overload().users())));
  }

  /** The same work below capacity and beyond; branches come in turn, so that soon none is new. */
  private ChainBuilder commit(String name) {
    return exec(session ->
            session.set("turn", run.share().number(1 + branches.getAndIncrement() % BRANCHES)))
        .exec(
            pggit(name)
                .commit()
                .branch("overload-#{turn}")
                .holding(run.settings().capacity().overload().hold()));
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
  private double climbed(int users) {
    var done = run.recorder().snapshot(COMMIT, Part.RESPONSE, climbing(users));
    return done.isEmpty()
        ? 0
        : Math.min(done.count() / (plan.climb().toNanos() / 1e9), users / (done.meanNanos() / 1e9));
  }

  List<Verdict> verdicts() {
    if (capacity() > 0) {
      long pooled = run.recorder().snapshot(COMMIT, Part.RESPONSE).count();
      run.measured(List.of(CapacityPlan.rate("capacity of the pool", capacity(), pooled)));
    }
    var all = new ArrayList<Verdict>();
    all.addAll(verdicts("without retries", "", once, 1));
    all.addAll(verdicts("with retries", "with retries", again, plan.settings().tries()));
    return all;
  }

  private List<Verdict> verdicts(String how, String suffix, Demand demand, int tries) {
    long at = demand.begunNanos();
    for (var leg : demand.legs()) {
      run.events()
          .add(
              Instant.now().plusNanos(at - System.nanoTime()),
              EventLog.Kind.NOTE,
              "%,.0f commits/s wanted".formatted(leg.perSecond()));
      at += leg.length().toNanos();
    }
    long end = at;
    if (demand.late() > 0) {
      run.note(
          "overload %s: %,d of %,d commits came late, since all users were busy"
              .formatted(how, demand.late(), demand.arrivals().size()));
    }
    var judge = OverloadJudge.of(plan, capacity(), demand.arrivals(), demand.begunNanos());
    judge.ifPresent(j -> run.measured(j.estimates(suffix)));
    return judge
        .map(
            j ->
                j.verdicts(
                    how,
                    tries,
                    InjectorLimit.offPlan(run.recorder(), "commit under overload, " + how)
                        ? Optional.of("the injector could not make the load in time")
                        : run.disturbed(demand.begunNanos(), end)))
        .orElseGet(
            () ->
                List.of(
                    Verdict.undecided(
                        "graceful overload " + how,
                        "nothing was committed through the pool: no capacity to overload")));
  }
}
