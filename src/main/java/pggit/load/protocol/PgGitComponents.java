package pggit.load.protocol;

import com.zaxxer.hikari.HikariDataSource;
import io.gatling.core.CoreComponents;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.protocol.ProtocolComponents;
import io.gatling.core.protocol.ProtocolKey;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function1;
import scala.runtime.BoxedUnit;

/**
 * The live resources of one run: worker threads and, once somebody asks, the pool. Closed when
 * Gatling's actors end.
 */
final class PgGitComponents implements ProtocolComponents {

  private static final Logger LOG = LoggerFactory.getLogger(PgGitComponents.class);

  private static final ProtocolKey<PgGitProtocol, PgGitComponents> KEY =
      new ProtocolKey<>() {
        @Override
        @SuppressWarnings("unchecked")
        public Class<Protocol> protocolClass() {
          return (Class<Protocol>) (Class<?>) PgGitProtocol.class;
        }

        @Override
        public PgGitProtocol defaultProtocolValue(GatlingConfiguration configuration) {
          throw new IllegalStateException(
              "no pgGit protocol: add .protocols(run.protocol()) to the simulation's setUp");
        }

        @Override
        public Function1<PgGitProtocol, PgGitComponents> newComponents(CoreComponents core) {
          return protocol -> {
            var components = new PgGitComponents(protocol);
            core.actorSystem()
                .registerOnTermination(
                    () -> {
                      components.close();
                      return BoxedUnit.UNIT;
                    });
            return components;
          };
        }
      };

  private final PgGitProtocol protocol;
  private final ExecutorService workers;
  private final AtomicLong commits = new AtomicLong();
  private @Nullable HikariDataSource pool;

  PgGitComponents(PgGitProtocol protocol) {
    this.protocol = protocol;
    this.workers = Workers.start(protocol.workers());
  }

  static PgGitComponents of(ScenarioContext context) {
    return context.protocolComponentsRegistry().components(KEY);
  }

  PgGitProtocol protocol() {
    return protocol;
  }

  ExecutorService workers() {
    return workers;
  }

  /** A number no other commit of this run has, for the stamp in its message. */
  long nextCommit() {
    return commits.incrementAndGet();
  }

  synchronized HikariDataSource pool() {
    if (pool == null) {
      pool = new HikariDataSource(protocol.pool().get());
    }
    return pool;
  }

  @Override
  public Function1<Session, Session> onStart() {
    return session -> session;
  }

  @Override
  public Function1<Session, BoxedUnit> onExit() {
    return session -> {
      if (session.contains(DirectConnection.ATTRIBUTE)) {
        var left = (DirectConnection) session.attributes().apply(DirectConnection.ATTRIBUTE);
        workers.execute(() -> closeLeft(left));
      }
      return BoxedUnit.UNIT;
    };
  }

  private static void closeLeft(DirectConnection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("a user's connection did not close", e);
    }
  }

  synchronized void close() {
    workers.shutdownNow();
    if (pool != null) {
      pool.close();
    }
  }
}
