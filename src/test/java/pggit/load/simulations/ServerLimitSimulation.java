package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static pggit.load.protocol.PgGitDsl.gather;
import static pggit.load.protocol.PgGitDsl.noVerdictFailed;
import static pggit.load.protocol.PgGitDsl.perform;
import static pggit.load.protocol.PgGitDsl.pggit;
import static pggit.load.protocol.PgGitDsl.verdicts;

import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import pggit.load.measure.EventLog;
import pggit.load.measure.PoolState;
import pggit.load.measure.Sampler;
import pggit.load.measure.Verdict;
import pggit.load.protocol.Pool;
import pggit.load.run.LoadRun;
import pggit.load.run.PoolMetrics;
import pggit.load.run.RoleLimit;
import pggit.load.run.ScratchLeftovers;
import pggit.load.run.WatchedPool;
import pggit.load.server.Endpoint;
import pggit.load.server.SlotProbe;
import pggit.load.verdict.Judge;
import pggit.load.verdict.SlotJudge;

/**
 * What happens at the server's own limit? A server of our own with 20 connections, 3 of them
 * reserved, and one more for the sampler: 40 users with direct connections, a pool of 20, and a
 * role with a limit of its own. Nobody else of the harness stays connected meanwhile, since that
 * would take a place.
 */
public final class ServerLimitSimulation extends Simulation {

  private static final int CONNECTIONS = 20;
  private static final int RESERVED = 3;
  private static final int USERS = 40;
  private static final int ROLE_LIMIT = 5;
  private static final int ROLE_USERS = 8;

  /**
   * Users come one after the other: PostgreSQL counts a session that is still to be refused, so of
   * many that come in the same instant fewer get in than there are places.
   */
  private static final Duration APART = Duration.ofMillis(50);

  /** Gatling 3.15.1 cuts a ramp to whole seconds, and one of none never starts nor ends. */
  private static final Duration ROLE_RAMP = Duration.ofSeconds(1);

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration GATHER_LIMIT = Duration.ofSeconds(10);
  private static final Duration POOL_TIMEOUT = Duration.ofSeconds(1);
  private static final String NAME = "pggit pool larger than the server";

  private static final String CONNECT = "connect, 40 users";
  private static final String WORK = "work inside";
  private static final String COMMIT = "commit inside";
  private static final String CONNECT_LIMITED = "connect, limited role";
  private static final String HOLD = "hold, pool of 20";

  private final LoadRun run =
      LoadRun.open(
          getClass(),
          spec -> spec.withMaxConnections(CONNECTIONS).withReservedConnections(RESERVED));

  /** Limits are shown by an ordinary role and by work that does not depend on pgGit. */
  private final Endpoint users = run.ordinaryEndpoint();

  private final int places = CONNECTIONS - RESERVED;
  private final WatchedPool watched = WatchedPool.of(NAME, users, CONNECTIONS, POOL_TIMEOUT);
  private final Pool pool = run.closing(new Pool(watched::config));
  private final Sampler<PoolState> pools =
      run.closing(PoolState.sampler(run.directory(), Duration.ofMillis(100)));
  private final AtomicLong held = new AtomicLong();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicReference<SlotProbe.Entry> superusers = new AtomicReference<>();
  private final AtomicReference<SlotProbe.Entry> again = new AtomicReference<>();

  private PopulationBuilder crowd() {
    return scenario("40 users with connections of their own")
        .exec(pggit(CONNECT).connect())
        .exec(gather("all have tried", USERS, GATHER_LIMIT))
        .exec(exitHereIfFailed())
        .exec(session -> session.set("inside", inside.incrementAndGet()))
        .exec(doIf(s -> s.getInt("inside") == 1).then(exec(perform("superusers", this::enter))))
        .exec(pggit(WORK).sql("SELECT pg_sleep(0.2)"))
        .exec(pggit(COMMIT).commit().message("place #{inside}"))
        .exec(gather("all have worked", places, GATHER_LIMIT))
        .exec(pggit("disconnect").disconnect())
        .injectOpen(rampUsers(USERS).during(APART.multipliedBy(USERS)));
  }

  private void enter() {
    run.events().add(EventLog.Kind.FAULT, "all connections used up");
    superusers.set(SlotProbe.upTo(RESERVED + 1, run.target().server().admin()));
  }

  private PopulationBuilder comeAgain() {
    return scenario("come again")
        .exec(
            perform(
                "come again",
                () -> {
                  run.events().add(EventLog.Kind.REPAIR, "connections given back");
                  again.set(SlotProbe.within(SOON, places, users));
                }))
        .injectOpen(atOnceUsers(1));
  }

  private List<PopulationBuilder> largePool() {
    return List.of(
        scenario("fill the pool")
            .exec(pggit("first of the pool").sql("SELECT 1"))
            .exec(perform("fill the pool", () -> watched.awaitTotal(places, GATHER_LIMIT)))
            .injectOpen(atOnceUsers(1)),
        scenario("pool of 20")
            .exec(
                session -> {
                  held.compareAndSet(0, System.nanoTime());
                  return session;
                })
            .exec(pggit(HOLD).sql("SELECT pg_sleep(1.5)"))
            .injectOpen(atOnceUsers(CONNECTIONS)),
        scenario("close the pool")
            .exec(perform("close the pool", pool::close))
            .injectOpen(atOnceUsers(1)));
  }

  private List<PopulationBuilder> limitedRole() {
    return List.of(
        scenario("limit the role")
            .exec(perform("limit the role", () -> limitRole(ROLE_LIMIT)))
            .injectOpen(atOnceUsers(1)),
        scenario("limited role")
            .exec(pggit(CONNECT_LIMITED).connect())
            .exec(gather("all of the role have tried", ROLE_USERS, GATHER_LIMIT))
            .injectOpen(rampUsers(ROLE_USERS).during(ROLE_RAMP)),
        scenario("free the role")
            .exec(perform("free the role", () -> limitRole(RoleLimit.NONE)))
            .injectOpen(atOnceUsers(1)));
  }

  private void limitRole(int limit) {
    RoleLimit.set(run.target().database(), users.login().user(), limit);
  }

  private List<Verdict> judge() {
    if (!run.target().server().embedded()) {
      return List.of(
          Verdict.undecided(
              "server limit",
              "left out: it needs an embedded server of its own, without pggit.url"));
    }
    run.measured(PoolMetrics.of(watched));
    return List.of(
        SlotJudge.admitted("server limit", places, run.tally(CONNECT), SOON),
        SlotJudge.unharmed("those inside unharmed", places, List.of(run.tally(WORK))),
        commitsInside(),
        SlotJudge.reserved("reserved for superusers", RESERVED, superusers.get()),
        SlotJudge.freeAgain("slots free again", places, again.get(), SOON),
        SlotJudge.smallerPool(
            "pool of 20 on %d slots".formatted(places),
            places,
            watched.facts(pools.samples(NAME), List.of(), List.of()).since(held.get())),
        SlotJudge.admitted("limit of the role", ROLE_LIMIT, run.tally(CONNECT_LIMITED), SOON),
        ScratchLeftovers.verdict(
            run.target().database(), List.of(NAME, LoadRun.APPLICATION), SOON));
  }

  private Verdict commitsInside() {
    var name = "commits inside";
    return run.target().load().equals(run.target().ordinary())
        ? Judge.allWithin(name, places, run.tally(COMMIT), GATHER_LIMIT)
        : Verdict.undecided(name, "users are of an ordinary role here, which may not commit");
  }

  {
    pools.watch(NAME, watched.state());
    var populations = new ArrayList<PopulationBuilder>();
    if (run.target().server().embedded()) {
      populations.add(crowd());
      populations.add(comeAgain());
      populations.addAll(largePool());
      populations.addAll(limitedRole());
    }
    populations.add(verdicts(() -> run.conclude(this::judge)));
    setUp(InOrder.of(populations))
        .protocols(run.protocol(pool, users))
        .assertions(noVerdictFailed());
  }

  @Override
  public void after() {
    run.close();
  }
}
