package pggit.load.bench;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHere;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static org.galaxio.gatling.javaapi.JdbcDsl.jdbc;
import static pggit.load.protocol.PgGitDsl.closeJdbcPool;
import static pggit.load.protocol.PgGitDsl.gather;
import static pggit.load.protocol.PgGitDsl.pggit;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;
import java.util.Map;
import pggit.load.server.Endpoint;

/**
 * One stretch of load by one driver, on connections that are busy all the time.
 *
 * @param seconds how long requests are counted, after a second of warm-up
 */
record Stint(Driver driver, Load load, int connections, int seconds) implements Child.Job {

  @Override
  public Served run(Endpoint endpoint) throws Exception {
    return switch (driver) {
      case PGBENCH -> Pgbench.run(endpoint, load, connections, seconds);
      case PGJDBC -> new JdbcLoop().run(endpoint, load, connections, seconds);
      default -> {
        try (var gatling = new GatlingLoad(endpoint, connections, this::users)) {
          yield gatling.measure(1, seconds);
        }
      }
    };
  }

  private PopulationBuilder users(GatlingLoad load) {
    var requests = load.repeated(request());
    var chain =
        switch (driver) {
          case PROTOCOL -> // the other drivers connect before they begin, too
              exec(pggit("connect").connect())
                  .exec(exitHereIfFailed())
                  .exec(gather("connected", connections, Duration.ofSeconds(10)))
                  .exec(requests);
          case GATLING_JDBC -> requests.exec(exitHere()).exec(closeJdbcPool()); // after the run
          default -> requests;
        };
    return scenario("users").exec(chain).injectOpen(atOnceUsers(connections));
  }

  private ChainBuilder request() {
    var values = load.arguments;
    if (driver == Driver.GATLING_JDBC) {
      return GatlingLoad.marked(
          load == Load.SELECT
              ? jdbc("sql").query(load.sql)
              : jdbc("commit")
                  .queryP("SELECT pggit.commit_changes({a}, {b}, {c})")
                  .params(Map.of("a", values.get(0), "b", values.get(1), "c", values.get(2))));
    }
    return exec(
        load == Load.SELECT
            ? pggit("sql").sql(load.sql)
            : pggit("commit").commit().branch("main").message("load"));
  }
}
