package pggit.load.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database of our own on a server, in UTF-8 and dropped on close, whoever is still connected to
 * it. On an external server it is dropped at the end of the JVM too; the embedded one is deleted
 * whole then.
 */
public final class ScratchDatabase implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ScratchDatabase.class);
  private static final String PREFIX = "pggit_load_";

  private static final String LIKE =
      """
      SELECT format(' TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L',
                    pg_catalog.pg_encoding_to_char(encoding), datcollate, datctype)
      FROM pg_catalog.pg_database WHERE datname = ?""";

  /**
   * Any text can be stored in it; and while others may be in template1, or it may have been made
   * with another version of a collation, neither can be said of template0.
   */
  private static final String EMPTY = " ENCODING 'UTF8' TEMPLATE template0";

  /** Where template0 has the locale of another encoding, or one that is no more. */
  private static final String ANY_ENCODING = " LC_COLLATE 'C' LC_CTYPE 'C'";

  private static final Set<String> WRONG_LOCALE = Set.of("22023", "42809");

  private static final String END_IDLE =
      """
      SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
      WHERE datname = '%s' AND state = 'idle'""";

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
    ScratchDatabase database = create(server, List.of(EMPTY, EMPTY + ANY_ENCODING));
    try {
      database.refuseIfUnreachable();
      return database;
    } catch (SetupException e) {
      database.close();
      throw e;
    }
  }

  /**
   * Creates one as a copy of another database, to which nobody may be connected meanwhile. Of one
   * of ours, the sessions end that a pooler keeps for later.
   *
   * @throws SetupException if the role may not, or the server cannot
   */
  public static ScratchDatabase copyOf(PostgresServer server, String original) {
    if (server.admin().way() != WayIn.DIRECT && original.startsWith(PREFIX)) {
      try {
        server.admin().execute(END_IDLE.formatted(original));
      } catch (SQLException e) {
        log.debug("sessions that a pooler keeps in {} could not be ended", original, e);
      }
    }
    return create(server, List.of(" TEMPLATE \"" + original.replace("\"", "\"\"") + "\""));
  }

  /**
   * Creates an empty one with encoding and locale of another database.
   *
   * @throws SetupException if the role may not, or the server cannot
   */
  public static ScratchDatabase emptyLike(PostgresServer server, String original) {
    try (Connection connection = server.admin().connect();
        var statement = connection.prepareStatement(LIKE)) {
      statement.setString(1, original);
      try (var row = statement.executeQuery()) {
        row.next();
        return create(server, List.of(row.getString(1)));
      }
    } catch (SQLException e) {
      throw refused(server.admin(), e);
    }
  }

  /**
   * @param options to try, one after the other, until the locale suits the encoding
   */
  private static ScratchDatabase create(PostgresServer server, List<String> options) {
    String name = PREFIX + Secret.randomText(6);
    ScratchDatabase database = new ScratchDatabase(server, name);
    if (!server.embedded()) {
      Runtime.getRuntime().addShutdownHook(database.atExit);
    }
    Iterator<String> left = options.iterator();
    while (true) {
      try {
        server.admin().execute("CREATE DATABASE " + name + left.next());
        return database;
      } catch (SQLException e) {
        if (!(left.hasNext() && WRONG_LOCALE.contains(e.getSQLState()))) {
          database.forgetHook();
          throw refused(server.admin(), e);
        }
      }
    }
  }

  /** One that was created elsewhere, now this one's to drop. */
  public static ScratchDatabase adopt(PostgresServer server, String name) {
    return new ScratchDatabase(server, name);
  }

  /** Leaves it to whoever adopts it: {@link #close} does nothing from now on. */
  public synchronized void disown() {
    forgetHook();
    dropped = true;
  }

  /** A pooler may know the databases of its configuration only. */
  private void refuseIfUnreachable() {
    if (endpoint.way() == WayIn.DIRECT) {
      return;
    }
    try (Connection connection = endpoint.connect()) {
      log.debug("{} is reached through the pooler, {}", endpoint.database(), connection);
    } catch (SQLException e) {
      throw new SetupException(
          ("The pooler at %s does not lead to the database %s, which the run has just created to"
                  + " work in: let it lead to any (PgBouncer: * = host=… port=… under [databases]),"
                  + " or name one that it knows with -Dpggit.database=NAME. It said %s")
              .formatted(endpoint.place(), endpoint.database(), said(endpoint, e)),
          e);
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
      server.admin().execute("DROP DATABASE IF EXISTS " + endpoint.database() + " WITH (FORCE)");
    } catch (SQLException e) {
      // The run is over and its result stands: no reason to fail it, but somebody must clean up.
      log.warn(
          "Could not drop the database {} on {} (SQLSTATE {}); drop it by hand",
          endpoint.database(),
          endpoint.place(),
          e.getSQLState());
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
    String message =
        "42501".equals(e.getSQLState())
            ? "The role %1$s may not create databases at %2$s, and the run works in one of its own:"
                + " ALTER ROLE %1$s CREATEDB, or name an existing database with"
                + " -Dpggit.database=NAME."
            : "No database could be created at %2$s as %1$s. It said %3$s"
                + ("55006".equals(e.getSQLState()) ? ". End those sessions, and try again." : "");
    return new SetupException(
        message.formatted(admin.login().user(), admin.place(), said(admin, e)), e);
  }

  private static String said(Endpoint to, SQLException e) {
    return e.getSQLState() + ": " + to.login().password().redact(String.valueOf(e.getMessage()));
  }
}
