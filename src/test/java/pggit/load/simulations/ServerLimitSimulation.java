package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import pggit.load.measure.Verdict;
import pggit.load.run.Expected;
import pggit.load.run.LoadRun;
import pggit.load.run.ScratchLeftovers;
import pggit.load.server.Endpoint;

/**
 * What happens at the server's own limit? A server of our own with 20 connections, 3 of them
 * reserved, and one more for the sampler: 40 users with direct connections, a pool of 20, and a
 * role with a limit of its own. Nobody else stays connected, since that would take a place.
 */
public final class ServerLimitSimulation extends Simulation {

  private static final int CONNECTIONS = 20;
  private static final int RESERVED = 3;
  private static final int PLACES = CONNECTIONS - RESERVED;
  private static final int USERS = 40;
  private static final Duration GATHER_LIMIT = Duration.ofSeconds(10);

  /** Of users who come, a pool, and a role with a limit of its own. */
  private static final Duration LASTING = Duration.ofSeconds(6);

  private static final String CONNECT = "connect, 40 users";
  private static final String WORK = "work inside";
  private static final String COMMIT = "commit inside";

  private final LoadRun run =
      LoadRun.open(
          getClass(),
          settings -> Expected.time(LASTING),
          spec -> spec.withMaxConnections(CONNECTIONS).withReservedConnections(RESERVED));

  /** Limits are shown by an ordinary role and by work that does not depend on pgGit. */
  private final Endpoint users = run.ordinaryEndpoint();

  private final FullServer server = new FullServer(run, users, PLACES, RESERVED);
  private final PoolBeyondServer pool = new PoolBeyondServer(run, users, CONNECTIONS, PLACES);
  private final LimitedRole role = new LimitedRole(run, users.login().user());
  private final AtomicInteger inside = new AtomicInteger();

  private PopulationBuilder crowd() {
    return scenario("40 users with connections of their own")
        .exec(once("watch", server::watch))
        .exec(pggit(CONNECT).connect())
        .exec(gather("all have tried", USERS, GATHER_LIMIT))
        .exec(exitHereIfFailed())
        .exec(session -> session.set("inside", inside.incrementAndGet()))
        .exec(once("superusers", server::enterAsSuperuser))
        .exec(pggit(WORK).sql("SELECT pg_sleep(0.2)"))
        .exec(pggit(COMMIT).commit().message("place #{inside}"))
        .exec(gather("all have worked", PLACES, GATHER_LIMIT))
        .exec(pggit("disconnect").disconnect())
        .exec(gather("all have gone", PLACES, GATHER_LIMIT))
        .exec(once("come again", server::comeAgain))
        // PostgreSQL counts sessions still to be refused: of many in one instant fewer get in.
        .injectOpen(rampUsers(USERS).during(Duration.ofMillis(50L * USERS)));
  }

  private List<Verdict> judge() {
    if (!run.target().server().embedded()) {
      return List.of(
          Verdict.undecided(
              "server limit",
              "left out: it needs an embedded server of its own, without pggit.url"));
    }
    run.measured(pool.estimates());
    var verdicts = new ArrayList<Verdict>();
    verdicts.addAll(
        server.verdicts(run.tally(CONNECT), run.tally(WORK), run.tally(COMMIT), GATHER_LIMIT));
    verdicts.add(pool.verdict());
    verdicts.add(role.verdict(FullServer.SOON, server.control()));
    var names = List.of(PoolBeyondServer.NAME, LoadRun.APPLICATION);
    verdicts.add(ScratchLeftovers.verdict(run.target().database(), names, FullServer.SOON));
    return verdicts;
  }

  {
    var populations = new ArrayList<PopulationBuilder>();
    var assertions = new ArrayList<>(List.of(noVerdictFailed()));
    if (run.target().server().embedded()) {
      populations.add(crowd());
      populations.add(pool.population());
      populations.add(role.population());
      assertions.add(details(CONNECT).failedRequests().count().gte((long) USERS - PLACES));
      assertions.add(pool.refusesTheSurplus());
      assertions.add(role.refusesTheSurplus());
    }
    populations.add(verdicts(() -> run.conclude(this::judge)));
    setUp(Users.inOrder(run, populations))
        .protocols(run.protocol(pool.pool(), users))
        .assertions(assertions);
  }

  @Override
  public void after() {
    run.close();
  }
}
