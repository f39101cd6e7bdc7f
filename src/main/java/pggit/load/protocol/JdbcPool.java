package pggit.load.protocol;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.ActionBuilder;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.galaxio.gatling.jdbc.db.JDBCClient;
import org.galaxio.gatling.jdbc.protocol.JdbcProtocol;
import scala.runtime.BoxedUnit;

/**
 * Closes the pool of gatling-jdbc, which up to 0.14.1 never does it itself: when a user comes to
 * this action, or else at the end of the run. The pool is that of the user's population, since each
 * population has its own.
 */
record JdbcPool(String name) implements ActionBuilder {

  @Override
  public io.gatling.core.action.builder.ActionBuilder asScala() {
    return (context, next) -> {
      var client =
          context.protocolComponentsRegistry().components(JdbcProtocol.jdbcProtocolKey()).client();
      context
          .coreComponents()
          .actorSystem()
          .registerOnTermination(
              () -> {
                client.close(); // may come twice
                return BoxedUnit.UNIT;
              });
      return new Close(name, client, PgGitComponents.of(context).workers(), next);
    };
  }

  private static final class Close extends JavaAction {

    private final JDBCClient client;
    private final ExecutorService workers;
    private final Action next;

    Close(String name, JDBCClient client, ExecutorService workers, Action next) {
      super(name);
      this.client = client;
      this.workers = workers;
      this.next = next;
    }

    @Override
    public void execute(Session session) {
      try {
        workers.execute( // it waits for connections to end
            () -> {
              client.close();
              next.$bang(session);
            });
      } catch (RejectedExecutionException e) { // the run is over, and with it the pool
        next.$bang(session);
      }
    }
  }
}
