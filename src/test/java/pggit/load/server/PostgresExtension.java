package pggit.load.server;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Gives each test that asks for it a database of its own on one embedded server, which all test
 * classes of the JVM share and which is stopped after the last of them.
 *
 * <pre>{@code
 * @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();
 * }</pre>
 *
 * The field must be static, since the server starts before the first test.
 */
public final class PostgresExtension implements BeforeAllCallback, AfterEachCallback {

  private static final Namespace NAMESPACE = Namespace.create(PostgresExtension.class);

  private EmbeddedServer server;
  private ScratchDatabase database;

  /** The shared server, running from before the first test of the class. */
  public EmbeddedServer server() {
    return server;
  }

  /** The database of the running test, as superuser. */
  public synchronized Endpoint database() {
    if (database == null) {
      database = ScratchDatabase.create(server);
    }
    return database.endpoint();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    server =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(
                "server",
                key -> EmbeddedServer.start(EmbeddedSpec.defaults()),
                EmbeddedServer.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (database != null) {
      database.close();
      database = null;
    }
  }
}
