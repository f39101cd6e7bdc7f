package pggit.load.bench;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static pggit.load.protocol.PgGitDsl.pggit;

import com.zaxxer.hikari.HikariConfig;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import java.sql.SQLException;
import java.time.Duration;
import pggit.load.measure.Recorder;
import pggit.load.measure.Tally;
import pggit.load.protocol.PgGitProtocol;
import pggit.load.protocol.Pool;
import pggit.load.target.Contract;
import pggit.load.target.Ledger;

/** {@link Driver#PROTOCOL}: all that a run does for each request, ledger and recorder included. */
public class ProtocolSimulation extends Simulation {

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

  private PgGitProtocol protocol() {
    Contract contract;
    try (var connection = task.endpoint().connect()) {
      contract = Contract.detect(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    var recorder = new Recorder();
    recorder.phase("measured", true);
    return new PgGitProtocol(
        task.endpoint(),
        contract,
        new Ledger("bench"),
        recorder,
        new Tally.Book(),
        new Pool(this::pool),
        Duration.ofSeconds(30),
        0);
  }

  private HikariConfig pool() {
    var config = new HikariConfig();
    config.setJdbcUrl(task.endpoint().jdbcUrl());
    config.setDataSourceProperties(task.endpoint().properties());
    config.setMaximumPoolSize(task.stint().connections());
    return config;
  }

  {
    var chain =
        direct()
            ? exec(pggit("connect").connect())
                .exec(exitHereIfFailed())
                .exec(requests())
                .exec(pggit("disconnect").disconnect())
            : requests();
    setUp(scenario("users").exec(chain).injectOpen(atOnceUsers(task.stint().connections())))
        .protocols(protocol());
  }
}
