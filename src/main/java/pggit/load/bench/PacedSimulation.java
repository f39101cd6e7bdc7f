package pggit.load.bench;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static pggit.load.protocol.PgGitDsl.pggit;

import io.gatling.javaapi.core.Simulation;

/** Users with a connection each, who commit by a schedule until they are stopped. */
public final class PacedSimulation extends Simulation {

  static final String COMMIT = "commit";

  private final PaceProcess.Task task = PaceProcess.task();

  {
    setUp(
            scenario("paced")
                .exec(pggit("connect").connect())
                .exec(exitHereIfFailed())
                .exec(
                    asLongAs(session -> !task.stopped().get())
                        .on(
                            exec(pggit(COMMIT).commit().every(task.period()))
                                .exec(
                                    session -> {
                                      task.done().increment();
                                      return session;
                                    })))
                .exec(pggit("disconnect").disconnect())
                // Not all at once, so that their schedules are spread over the period.
                .injectOpen(rampUsers(task.users()).during(PaceProcess.RAMP)))
        .protocols(
            BenchProtocol.of(
                task.endpoint(), task.recorder(), BenchProtocol.pool(task.endpoint(), 1)));
  }
}
