package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static java.util.stream.Collectors.averagingDouble;
import static java.util.stream.Collectors.groupingBy;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import pggit.load.analysis.Scalability;
import pggit.load.analysis.Throughput;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.EventLog;
import pggit.load.measure.Recorder;
import pggit.load.measure.Verdict;
import pggit.load.protocol.Alternation;
import pggit.load.protocol.Demand;
import pggit.load.protocol.Pool;
import pggit.load.run.LoadRun;
import pggit.load.run.PlainInserts;
import pggit.load.run.WaitSampler;
import pggit.load.run.WatchedPool;
import pggit.load.verdict.Judge;
import pggit.load.verdict.KeptThroughput;
import pggit.load.verdict.OverloadJudge;
import pggit.load.verdict.OverloadPlan;

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

  /** How many of the lower levels the highest is compared with: which is best is not sure. */
  private static final int COMPARED = 3;

  private static final String CROWD = "most users, in turn";

  /**
   * Commits of each session before it is measured. The first ones of a session load catalogs and
   * plan each statement (five times before pgjdbc and PL/pgSQL keep what they planned), which is no
   * cost of having many users.
   */
  private static final int WARM_COMMITS = 6;

  /** A JVM that has just started is slow for a while, which is not to look like a knee. */
  private static final int WARM_UP_STEPS = 4;

  private final LoadRun run = LoadRun.open(getClass());
  private final List<Integer> levels = run.levels(run.settings().counts("capacity.levels"));
  private final int repeats = run.settings().count("capacity.repeats");
  private final Duration step = run.settings().duration("capacity.step");
  private final WaitSampler waits = run.closing(WaitSampler.start(run.target().database()));
  private final AtomicInteger users = new AtomicInteger();
  private final Alternation turns = alternation(few -> waits.phase(few == most() ? CROWD : ""));
  private final Alternation plainTurns = alternation(few -> {});
  private final AtomicReference<PlainInserts> plain = new AtomicReference<>();
  private final OverloadPlan plan = OverloadPlan.of(run.settings());
  private final int places = run.settings().count("capacity.overload.pool");
  private final List<Integer> climb =
      IntStream.of(8, 4, 2, 1).map(part -> Math.max(1, places / part)).distinct().boxed().toList();
  private final Duration climbStep = plan.climb();
  private final AtomicInteger branches = new AtomicInteger();
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

    Estimate.Of of(String kind) {
      return new Estimate.Of(COMMIT, kind).at(users, "users").in("repeat " + repeat);
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
        .exec(phase("warm-up of " + name, false))
        .exec(repeat(WARM_COMMITS).on(exec(pggit(COMMIT).commit().branch("own-#{n}"))))
        .exec(gather("all warm, " + name, count, GATHER_LIMIT))
        .exec(phase(name, measured))
        .exec(
            during(measured ? step : step.multipliedBy(WARM_UP_STEPS))
                .on(exec(pggit(COMMIT).commit().branch("own-#{n}"))))
        .exec(pggit("disconnect").disconnect())
        .injectOpen(atOnceUsers(count));
  }

  private Alternation alternation(IntConsumer counted) {
    var settings = run.settings();
    return new Alternation(
        this::compared,
        most(),
        settings.count("capacity.turns.rounds"),
        settings.duration("capacity.turns.length"),
        counted);
  }

  /** The best levels and the highest, in turn. */
  private PopulationBuilder inTurn() {
    var commit = exec(pggit(COMMIT).commit().branch("own-#{n}"));
    return scenario("levels in turn")
        .exec(session -> session.set("n", users.incrementAndGet()))
        .exec(phase("levels in turn", false))
        .exec(pggit("connect").connect())
        .exec(gather("all connected, in turn", most(), GATHER_LIMIT))
        .exec(exitHereIfFailed())
        .exec(repeat(WARM_COMMITS).on(commit))
        .exec(turns.of(commit))
        .exec(pggit("disconnect").disconnect())
        .injectOpen(atOnceUsers(most()));
  }

  /** Whether it is pgGit that does not bear many users: the same without it, if it falls at all. */
  private PopulationBuilder withoutPgGit() {
    var insert = exec(pggit("insert without pgGit").sql(() -> plain.get().sql()));
    var control =
        exec(pggit("connect").connect(() -> plain.get().database().database()))
            .exec(gather("all connected, without pgGit", most(), GATHER_LIMIT))
            .exec(exitHereIfFailed())
            .exec(repeat(WARM_COMMITS).on(insert))
            .exec(plainTurns.of(insert))
            .exec(pggit("disconnect").disconnect());
    return scenario("levels in turn, without pgGit")
        .exec(phase("levels in turn, without pgGit", false))
        .exec(doIf(session -> kept(turns).falls() && plain.get() != null).then(control))
        .injectOpen(atOnceUsers(most()));
  }

  private PopulationBuilder makePlain() {
    return scenario("a database without pgGit")
        .exec(perform("a database without pgGit", this::makePlainInserts))
        .injectOpen(atOnceUsers(1));
  }

  private void makePlainInserts() {
    if (kept(turns).falls()) {
      plain.set(run.closing(PlainInserts.lasting(alone(), run.target().server())));
    }
  }

  /** A pool that is still opening its connections would seem to have less capacity. */
  private PopulationBuilder fill() {
    return scenario("fill the pool")
        .exec(
            perform(
                "fill the pool",
                () -> {
                  waits.phase("");
                  pool.open();
                  watched.awaitFull(GATHER_LIMIT);
                }))
        .injectOpen(atOnceUsers(1));
  }

  /** Each of its sessions is warm before it is measured, as those of the levels are. */
  private PopulationBuilder warmPool() {
    return scenario("warm the pool")
        .exec(phase("warm the pool", false))
        .exec(repeat(WARM_COMMITS).on(throughThePool(POOLED)))
        .injectOpen(atOnceUsers(places));
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
    return exec(session -> session.set("turn", branches.getAndIncrement() % BRANCHES))
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
                rate("throughput", perSecond, snapshot.count()).of(s.of("throughput")),
                snapshot.quantile("p95", 0.95).of(s.of("p95"))));
      }
    }
    if (capacity() > 0) {
      long pooled = run.recorder().snapshot(POOLED, Recorder.Part.RESPONSE).count();
      run.measured(List.of(rate("capacity of the pool", capacity(), pooled)));
    }
    var all = new ArrayList<Verdict>();
    all.add(
        Judge.successRate(
            commits.attempts(), List.of(commits), run.settings().number("success.rate")));
    all.addAll(scalability(measured()));
    all.addAll(overload("without retries", "", once, 1));
    all.addAll(overload("with retries", "with retries", again, plan.tries()));
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

  private List<Verdict> scalability(List<Throughput> measured) {
    run.measured(kept(turns).estimates(COMMIT));
    var holds = kept(turns).verdict(kept(plainTurns), waits.words(CROWD));
    if (!Scalability.enough(measured)) {
      var few = "the law needs 6 measurements on 4 levels, there are " + measured.size();
      return List.of(Verdict.undecided("scalability", few), holds);
    }
    var law = Scalability.of(measured, SEED);
    run.measured(law.estimates());
    return List.of(law.verdict(), holds);
  }

  private KeptThroughput kept(Alternation of) {
    return new KeptThroughput(most(), of.rounds());
  }

  /** The levels below the highest that got most done, and the highest. */
  private List<Integer> compared() {
    var best =
        measured().stream()
            .filter(m -> m.users() < most())
            .collect(groupingBy(Throughput::users, averagingDouble(Throughput::perSecond)))
            .entrySet()
            .stream()
            .sorted(Map.Entry.<Double, Double>comparingByValue().reversed())
            .limit(COMPARED)
            .map(e -> e.getKey().intValue());
    return Stream.concat(best, Stream.of(most())).toList();
  }

  /** What one user's commit took. */
  private Duration alone() {
    var least = Collections.min(measured(), Comparator.comparingDouble(Throughput::users));
    return Duration.ofNanos((long) (1e9 * least.users() / least.perSecond()));
  }

  private int most() {
    return Collections.max(levels);
  }

  private static Estimate rate(String name, double value, long count) {
    return Estimate.of(name, "commits/s", Direction.HIGHER_IS_BETTER, value, count);
  }

  {
    var populations = new ArrayList<PopulationBuilder>();
    populations.add(crowd(WARM_UP, levels.get(levels.size() / 2), false));
    steps.forEach(s -> populations.add(crowd(s.phase(), s.users(), true)));
    populations.addAll(List.of(inTurn(), makePlain(), withoutPgGit(), fill(), warmPool()));
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
