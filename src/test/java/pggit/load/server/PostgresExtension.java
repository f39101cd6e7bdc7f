package pggit.load.server;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Gives each test a database of its own on one embedded server, which all test classes of the JVM
 * share and which is stopped after the last of them.
 *
 * <pre>{@code
 * @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();
 * }</pre>
 */
public final class PostgresExtension implements BeforeEachCallback, AfterEachCallback {

  private static final Namespace NAMESPACE = Namespace.create(PostgresExtension.class);

  private EmbeddedServer server;
  private ScratchDatabase database;

  /** The shared server, running while a test of the class runs. */
  public EmbeddedServer server() {
    return server;
  }

  /** The database of the running test, as superuser. */
  public Endpoint database() {
    return database.endpoint();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    server =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(
                "server",
                key -> EmbeddedServer.start(EmbeddedSpec.defaults()),
                EmbeddedServer.class);
    database = ScratchDatabase.create(server);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (database != null) {
      database.close();
      database = null;
    }
  }
}
