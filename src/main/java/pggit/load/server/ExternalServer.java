package pggit.load.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A running PostgreSQL that somebody else looks after. Nothing is done to it here but asking; see
 * {@link ScratchDatabase} for a place to work in.
 */
public final class ExternalServer implements PostgresServer {

  /** The oldest that pgGit and we work with. */
  static final int OLDEST = 140_000;

  /** The time-out is the driver's own default, made sure. */
  private static final Map<String, String> DEFAULTS =
      Map.of("ApplicationName", "pggit-load", "connectTimeout", "10");

  private final Endpoint admin;
  private final ServerFacts facts;

  private ExternalServer(Endpoint admin, ServerFacts facts) {
    this.admin = admin;
    this.facts = facts;
  }

  /**
   * Connects once and asks the server about itself.
   *
   * @param jdbcUrl {@code jdbc:postgresql://host:port/database?parameters}, the database {@code
   *     postgres} if there is none; user and password among the parameters are taken out and used
   *     instead of the login's
   * @param login who connects
   * @throws SetupException if the URL is wrong, the server cannot be reached or refuses the login,
   *     or is older than PostgreSQL 14; neither its message nor its causes hold a password
   */
  public static ExternalServer connect(String jdbcUrl, Login login) {
    Endpoint url = JdbcUrl.parse(jdbcUrl, login);
    Map<String, String> parameters = new TreeMap<>(DEFAULTS);
    parameters.putAll(url.parameters());
    Endpoint admin = new Endpoint(url.host(), url.port(), url.database(), url.login(), parameters);
    try (Connection connection = admin.connect()) {
      ServerFacts facts = ServerFacts.read(connection);
      refuseTooOld(facts, admin);
      return new ExternalServer(admin.through(WayIn.of(admin)), facts);
    } catch (SQLException e) {
      throw refused(admin, e);
    }
  }

  static void refuseTooOld(ServerFacts facts, Endpoint endpoint) {
    if (facts.versionNumber() < OLDEST) {
      throw new SetupException(
          "PostgreSQL %s at %s is too old: 14 or newer is needed."
              .formatted(facts.version(), endpoint.place()));
    }
  }

  private static SetupException refused(Endpoint endpoint, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String what =
        switch (state) {
          case "28P01", "28000" -> "refuses the login as " + who(endpoint.login());
          case "08004" -> "turns us away as " + who(endpoint.login()); // also: password missing
          case "08P01" ->
              "is a pooler that does not let us in, for a reason in its configuration, in the login"
                  + " or among the parameters of pggit.url";
          case "3D000" -> "has no database \"" + endpoint.database() + "\": check pggit.url";
          case "53300" -> "has no connection to spare: free some, or raise its max_connections";
          default ->
              state.startsWith("08")
                  ? "cannot be reached: check host and port in pggit.url, and that it is running"
                  : "does not let us in";
        };
    Secret password = endpoint.login().password();
    String driver = password.redact(String.valueOf(e.getMessage()));
    String message =
        "The server at %s %s. It said %s: %s".formatted(endpoint.place(), what, state, driver);
    return holds(e, password) ? new SetupException(message) : new SetupException(message, e);
  }

  private static String who(Login login) {
    return login.user()
        + (login.password().isNone() ? ", without a password" : "")
        + ": check pggit.user and pggit.password (or PGPASSWORD)";
  }

  /** Whether a stack trace of this exception would show the password. */
  private static boolean holds(@Nullable Throwable e, Secret password) {
    return e != null
        && (!password.redact(e.toString()).equals(e.toString())
            || Arrays.stream(e.getSuppressed()).anyMatch(other -> holds(other, password))
            || holds(e.getCause(), password));
  }

  @Override
  public Endpoint admin() {
    return admin;
  }

  @Override
  public boolean embedded() {
    return false;
  }

  @Override
  public ServerFacts facts() {
    return facts;
  }

  /** Leaves the server as it is. */
  @Override
  public void close() {
    // Nothing is held open.
  }
}
