package pggit.load.bench;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static org.galaxio.gatling.javaapi.JdbcDsl.DB;
import static org.galaxio.gatling.javaapi.JdbcDsl.allResults;
import static org.galaxio.gatling.javaapi.JdbcDsl.jdbc;
import static pggit.load.protocol.PgGitDsl.pggit;

import com.zaxxer.hikari.HikariConfig;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Simulation;
import pggit.load.measure.Recorder;

/** A crowd in front of the protocol's pool, or of gatling-jdbc's. */
public final class WaitingSimulation extends Simulation {

  private static final String NUMBER = "waiting";
  private static final String BEGAN = "began";
  private static final String ANSWER = "answer";

  private final Waiting waiting = WaitingProcess.waiting();
  private final boolean ours = waiting.plan().driver() != Driver.GATLING_JDBC;

  private ActionBuilder hold() {
    var sql = "SELECT 'held', pg_sleep(" + waiting.plan().hold().toMillis() / 1e3 + ")";
    return ours
        ? pggit("hold").sql(sql)
        : jdbc("hold").query(sql).check(allResults().saveAs(ANSWER));
  }

  private HikariConfig pool() {
    var plan = waiting.plan();
    var config = BenchProtocol.pool(plan.endpoint(), plan.pool());
    config.setConnectionTimeout(plan.timeout().toMillis());
    return config;
  }

  {
    waiting.measureBefore();
    setUp(
            scenario("crowd")
                .exec(session -> session.set(NUMBER, waiting.comes()).set(BEGAN, System.nanoTime()))
                .exec(hold())
                .exec(
                    session -> {
                      waiting.goes(
                          session.getInt(NUMBER),
                          System.nanoTime() - session.getLong(BEGAN),
                          ours ? !session.isFailed() : session.contains(ANSWER));
                      return session;
                    })
                .injectOpen(atOnceUsers(waiting.plan().users())))
        .protocols(
            ours
                ? BenchProtocol.of(waiting.plan().endpoint(), new Recorder(), pool())
                : DB().hikariConfig(pool()));
  }
}
