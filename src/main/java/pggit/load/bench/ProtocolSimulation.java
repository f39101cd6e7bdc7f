package pggit.load.bench;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static pggit.load.protocol.PgGitDsl.gather;
import static pggit.load.protocol.PgGitDsl.pggit;

import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import pggit.load.measure.Recorder;

/** {@link Driver#PROTOCOL}: all that a run does for each request, ledger and recorder included. */
public sealed class ProtocolSimulation extends Simulation permits PooledSimulation {

  /** The other drivers connect before they begin, too. */
  private static final Duration GATHER_LIMIT = Duration.ofSeconds(10);

  private final GatlingDriver.Task task = GatlingDriver.current();

  /** Whether each user has a connection of its own. */
  boolean direct() {
    return true;
  }

  private ActionBuilder request() {
    var request = pggit(task.stint().load().label());
    return task.stint().load() == Load.COMMIT
        ? request.commit().name(Load.NAME).branch(Load.BRANCH).message(Load.NAME)
        : request.sql(task.stint().load().label());
  }

  private ChainBuilder requests() {
    return asLongAs(session -> !task.stopped().get())
        .on(
            exec(request())
                .exec(
                    session -> {
                      task.requests().increment();
                      return session;
                    }));
  }

  {
    var chain =
        direct()
            ? exec(pggit("connect").connect())
                .exec(exitHereIfFailed())
                .exec(gather("connected", task.stint().connections(), GATHER_LIMIT))
                .exec(requests())
                .exec(pggit("disconnect").disconnect())
            : requests();
    setUp(scenario("users").exec(chain).injectOpen(atOnceUsers(task.stint().connections())))
        .protocols(
            BenchProtocol.of(
                task.endpoint(),
                new Recorder(),
                BenchProtocol.pool(task.endpoint(), task.stint().connections())));
  }
}
