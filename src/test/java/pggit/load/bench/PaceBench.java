package pggit.load.bench;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static pggit.load.protocol.PgGitDsl.pggit;
import static pggit.load.protocol.PgGitDsl.phase;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import pggit.load.measure.Direction;
import pggit.load.measure.ErrorCount;
import pggit.load.measure.Estimate;
import pggit.load.measure.Part;
import pggit.load.server.Endpoint;

/**
 * Is a rate of commits held? Where it is less than the schedule's, the server was the limit, but
 * for what began late through the injector itself.
 *
 * @param users with a connection each, among whom the rate is divided
 */
record PaceBench(int perSecond, int users, int seconds) implements Child.Job {

  @Override
  public List<Estimate> run(Endpoint endpoint) throws Exception {
    var commit = pggit("commit").commit().every(Duration.ofSeconds(users).dividedBy(perSecond));
    try (var gatling =
        new GatlingLoad(
            endpoint,
            1,
            load ->
                scenario("paced")
                    .exec(phase("warm-up", false))
                    .exec(pggit("connect").connect())
                    .exec(exitHereIfFailed())
                    .exec(load.repeated(exec(commit)))
                    // Not all at once, so that their schedules are spread over the period.
                    .injectOpen(rampUsers(users).during(2)))) {
      var recorder = gatling.recorder;
      gatling.measure(0, 5);
      recorder.phase("measured", true);
      var measured = gatling.measure(0, seconds);
      long failed = recorder.errors().stream().mapToLong(ErrorCount::count).sum();
      var up = Direction.HIGHER_IS_BETTER;
      return Stream.of(
              Estimate.of("rate", "commits/s", up, measured.perSecond(), seconds),
              Estimate.of("failed", "commits", Direction.LOWER_IS_BETTER, failed, seconds),
              recorder.snapshot("commit", Part.LAG).quantile("begun late, median", 0.5),
              recorder.snapshot("commit", Part.OWN_LAG).quantile("through the injector, p99", 0.99),
              recorder.snapshot("commit", Part.RESPONSE).quantile("response, median", 0.5))
          .map(e -> e.of(new Estimate.Of("schedule", e.name()).at(perSecond, "commits/s")))
          .toList();
    }
  }
}
