package pggit.load.bench;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static org.galaxio.gatling.javaapi.JdbcDsl.DB;
import static org.galaxio.gatling.javaapi.JdbcDsl.jdbc;

import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Simulation;
import java.util.Map;
import org.galaxio.gatling.jdbc.db.JDBCClient;
import org.galaxio.gatling.jdbc.protocol.JdbcProtocol;
import org.jspecify.annotations.Nullable;

/** {@link Driver#GATLING_JDBC}: the plug-in as its documentation shows it. */
public final class JdbcPluginSimulation extends Simulation {

  /** Takes hold of the plug-in's pool, which it never closes. */
  private final class Keep implements ActionBuilder {
    @Override
    public io.gatling.core.action.builder.ActionBuilder asScala() {
      return (context, next) -> {
        client =
            context
                .protocolComponentsRegistry()
                .components(JdbcProtocol.jdbcProtocolKey())
                .client();
        return next;
      };
    }
  }

  private final GatlingDriver.Task task = GatlingDriver.current();
  private @Nullable JDBCClient client;

  private ActionBuilder request() {
    var request = jdbc(task.stint().load().label());
    return task.stint().load() == Load.COMMIT
        ? request
            .queryP("SELECT pggit.commit_changes({name}, {branch}, {message})")
            .params(Map.of("name", Load.NAME, "branch", Load.BRANCH, "message", Load.MESSAGE))
        : request.query(task.stint().load().label());
  }

  {
    setUp(
            scenario("users")
                .exec(new Keep())
                .exec(
                    asLongAs(session -> !task.stopped().get())
                        .on(
                            exec(request())
                                .exec(
                                    session -> {
                                      task.requests().increment();
                                      return session;
                                    })))
                .injectOpen(atOnceUsers(task.stint().connections())))
        .protocols(
            DB().hikariConfig(BenchProtocol.pool(task.endpoint(), task.stint().connections())));
  }

  @Override
  public void after() {
    if (client != null) {
      client.close();
    }
  }
}
