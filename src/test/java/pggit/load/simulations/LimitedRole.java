package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.PopulationBuilder;
import java.sql.SQLException;
import java.time.Duration;
import pggit.load.measure.Verdict;
import pggit.load.run.LoadRun;
import pggit.load.verdict.ClockControl;
import pggit.load.verdict.SlotJudge;

/** A role with a limit of its own, and more users of it than that. */
final class LimitedRole {

  private static final int LIMIT = 5;
  private static final int USERS = 8;
  private static final String CONNECT = "connect, limited role";

  /** Gatling 3.15.1 cuts a ramp to whole seconds, and one of none never starts nor ends. */
  private static final Duration RAMP = Duration.ofSeconds(1);

  private final LoadRun run;
  private final String role;

  LimitedRole(LoadRun run, String role) {
    this.run = run;
    this.role = role;
  }

  PopulationBuilder population() {
    return scenario("limited role")
        .exec(once("limit the role", () -> limit(LIMIT)))
        .exec(pggit(CONNECT).connect())
        .exec(gather("all of the role have tried", USERS, Duration.ofSeconds(10)))
        .exec(once("free the role", () -> limit(-1)))
        .injectOpen(rampUsers(USERS).during(RAMP));
  }

  /** Nobody gets in beyond its limit. */
  Assertion refusesTheSurplus() {
    return details(CONNECT).failedRequests().count().gte((long) USERS - LIMIT);
  }

  private void limit(int connections) {
    try (var connection = run.target().database().connect();
        var statement = connection.createStatement()) {
      var quoted = statement.enquoteIdentifier(role, true);
      statement.execute("ALTER ROLE " + quoted + " CONNECTION LIMIT " + connections);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot limit role " + role + ": " + e.getMessage(), e);
    }
  }

  Verdict verdict(Duration soon, ClockControl control) {
    return SlotJudge.admitted("limit of the role", LIMIT, run.tally(CONNECT), soon, control);
  }
}
