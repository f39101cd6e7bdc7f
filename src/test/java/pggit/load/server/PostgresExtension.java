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

  /**
   * A server that need not outlive a power failure: without fsync, making and dropping databases
   * takes half the time.
   */
  public static final EmbeddedSpec SPEC =
      EmbeddedSpec.defaults()
          .withoutDurability()
          .withSetting("synchronous_commit", "on")
          .withSetting("full_page_writes", "on");

  private final EmbeddedSpec spec;
  private EmbeddedServer server;
  private ScratchDatabase database;

  public PostgresExtension() {
    this(SPEC);
  }

  /**
   * A server of another kind, shared by all test classes that want one of this kind.
   *
   * @param spec of the server
   */
  public PostgresExtension(EmbeddedSpec spec) {
    this.spec = spec;
  }

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
            .computeIfAbsent("server", key -> EmbeddedServer.start(SPEC), EmbeddedServer.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (database != null) {
      database.close();
      database = null;
    }
  }
}
