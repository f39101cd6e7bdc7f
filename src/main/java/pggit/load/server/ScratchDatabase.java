package pggit.load.server;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database of our own on a server, made from its default template and dropped on close, whoever
 * is still connected to it. On an external server it is dropped at the end of the JVM too; the
 * embedded one is deleted whole then.
 */
public final class ScratchDatabase implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ScratchDatabase.class);
  private static final String PREFIX = "pggit_load_";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final PostgresServer server;
  private final Endpoint endpoint;
  private final Thread atExit = new Thread(this::drop, "pggit-scratch-exit");
  private boolean dropped;

  private ScratchDatabase(PostgresServer server, String name) {
    this.server = server;
    this.endpoint = server.admin().withDatabase(name);
  }

  /**
   * Creates a database named {@code pggit_load_} and twelve random letters and digits.
   *
   * @throws SetupException if the role may not, or the server cannot
   */
  public static ScratchDatabase create(PostgresServer server) {
    return create(server, "");
  }

  /**
   * Creates one as a copy of another database, to which nobody may be connected meanwhile.
   *
   * @throws SetupException if the role may not, or the server cannot
   */
  public static ScratchDatabase copyOf(PostgresServer server, String original) {
    return create(server, " TEMPLATE \"" + original.replace("\"", "\"\"") + "\"");
  }

  private static ScratchDatabase create(PostgresServer server, String options) {
    byte[] random = new byte[6];
    RANDOM.nextBytes(random);
    ScratchDatabase database =
        new ScratchDatabase(server, PREFIX + HexFormat.of().formatHex(random));
    if (!server.embedded()) {
      Runtime.getRuntime().addShutdownHook(database.atExit);
    }
    try {
      database.execute("CREATE DATABASE " + database.endpoint.database() + options);
      return database;
    } catch (SQLException e) {
      database.forgetHook();
      throw refused(server.admin(), e);
    }
  }

  /** The database, as the server's admin login. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** Drops the database. May come twice. */
  @Override
  public void close() {
    forgetHook();
    drop();
  }

  private synchronized void drop() {
    if (dropped) {
      return;
    }
    dropped = true;
    try {
      execute("DROP DATABASE IF EXISTS " + endpoint.database() + " WITH (FORCE)");
    } catch (SQLException e) {
      // The run is over and its result stands: no reason to fail it, but somebody must clean up.
      log.warn(
          "Could not drop the database {} on {}:{} (SQLSTATE {}); drop it by hand",
          endpoint.database(),
          endpoint.host(),
          endpoint.port(),
          e.getSQLState());
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = server.admin().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending; the hook finds nothing to do.
    }
  }

  private static SetupException refused(Endpoint admin, SQLException e) {
    String place = admin.host() + ":" + admin.port();
    if ("42501".equals(e.getSQLState())) {
      return new SetupException(
          "The role "
              + admin.login().user()
              + " may not create databases at "
              + place
              + ", and the run works in one of its own: ALTER ROLE "
              + admin.login().user()
              + " CREATEDB, or name an existing database with -Dpggit.database=NAME.",
          e);
    }
    return new SetupException(
        "No database could be created at "
            + place
            + " as "
            + admin.login().user()
            + ". It said "
            + e.getSQLState()
            + ": "
            + admin.login().password().redact(String.valueOf(e.getMessage())),
        e);
  }
}
