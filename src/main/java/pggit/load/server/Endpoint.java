package pggit.load.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where, as whom and how to connect: all connections, those of pools too, are made here. Immutable;
 * the URLs and {@link #toString} hold no password.
 *
 * @param host name or address; an IPv6 address without brackets
 * @param port 1 to 65535
 * @param database not blank
 * @param login who connects
 * @param parameters pgjdbc connection parameters such as {@code ApplicationName}; neither user nor
 *     secrets, which are refused here because they would show in {@link #jdbcUrl}
 * @param way what answers there
 * @param limit of each statement, set after connecting; empty where the parameters say it
 */
public record Endpoint(
    String host,
    int port,
    String database,
    Login login,
    Map<String, String> parameters,
    WayIn way,
    Optional<Duration> limit) {

  private static final String OPTIONS = "options";
  private static final String PREPARE = "prepareThreshold";

  private static final Set<String> NOT_PARAMETERS =
      Set.of("user", "password", "sslpassword", "pghost", "pgport", "pgdbname");

  public Endpoint {
    Objects.requireNonNull(login, "login");
    Objects.requireNonNull(way, "way");
    Objects.requireNonNull(limit, "limit");
    if (host.isBlank()) {
      throw new IllegalArgumentException("host must not be blank");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port must be 1 to 65535, was " + port);
    }
    if (database.isBlank()) {
      throw new IllegalArgumentException("database must not be blank");
    }
    for (String name : parameters.keySet()) {
      if (NOT_PARAMETERS.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(name + " is no connection parameter of an endpoint");
      }
    }
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters)); // sorted: stable URLs
  }

  /** The server itself, its statements without a limit. */
  public Endpoint(
      String host, int port, String database, Login login, Map<String, String> parameters) {
    this(host, port, database, login, parameters, WayIn.DIRECT, Optional.empty());
  }

  /** {@code jdbc:postgresql://host:port/database?parameters}, without user and password. */
  public String jdbcUrl() {
    String query =
        parameters.entrySet().stream()
            .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
            .collect(Collectors.joining("&"));
    return "jdbc:postgresql://" + address() + (query.isEmpty() ? "" : "?" + query);
  }

  /** {@code postgresql://user@host:port/database} as psql and libpq take it, without password. */
  public String libpqUrl() {
    return "postgresql://" + encode(login.user()) + "@" + address();
  }

  /** User, password if there is one, and parameters, as {@link DriverManager} takes them. */
  public Properties properties() {
    Properties properties = new Properties();
    properties.putAll(parameters);
    properties.setProperty("user", login.user());
    if (!login.password().isNone()) {
      properties.setProperty("password", login.password().reveal());
    }
    return properties;
  }

  /** A new connection; the caller closes it. */
  public Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection(jdbcUrl(), properties());
    if (limit.isPresent()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET statement_timeout = " + limit.get().toMillis());
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }
    return connection;
  }

  /** Executes one or more statements, in a session of their own. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Takes what is wanted from a row. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** What the first row of a query says, which has one; in a session of its own. */
  public <T> T ask(String sql, RowReader<T> reader) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return reader.read(row);
    }
  }

  /**
   * This endpoint for sessions that never wait for ever. The server ends a statement in time, told
   * by a start-up parameter beside those that the user gave; a pooler takes none, and is told after
   * connecting, or not at all where that would reach others. The socket's limit is for a server
   * that does not answer, and for that case.
   *
   * @param application the sessions' {@code application_name}
   * @param statement longest time of a statement
   * @param connect longest time of connecting
   */
  public Endpoint bounded(String application, Duration statement, Duration connect) {
    long seconds = statement.plusMillis(999).toSeconds();
    Endpoint named =
        with("ApplicationName", application)
            .with("connectTimeout", Long.toString(connect.toSeconds()))
            .with(
                "socketTimeout", Long.toString(way == WayIn.TRANSACTIONS ? seconds : seconds + 5));
    return switch (way) {
      case DIRECT -> named.with(OPTIONS, options("-c statement_timeout=" + statement.toMillis()));
      case SESSIONS ->
          new Endpoint(host, port, database, login, named.parameters, way, Optional.of(statement));
      case TRANSACTIONS -> named;
    };
  }

  /** Later options win, as the server reads them. */
  private String options(String more) {
    return Optional.ofNullable(parameters.get(OPTIONS))
        .map(users -> users + " " + more)
        .orElse(more);
  }

  public Endpoint withDatabase(String newDatabase) {
    return new Endpoint(host, port, newDatabase, login, parameters, way, limit);
  }

  public Endpoint withLogin(Login newLogin) {
    return new Endpoint(host, port, database, newLogin, parameters, way, limit);
  }

  /** This endpoint with one more parameter, or another value for it. */
  public Endpoint with(String parameter, String value) {
    Map<String, String> more = new TreeMap<>(parameters);
    more.put(parameter, value);
    return new Endpoint(host, port, database, login, more, way, limit);
  }

  /** This endpoint, known to be reached like this. */
  Endpoint through(WayIn known) {
    Endpoint same = new Endpoint(host, port, database, login, parameters, known, limit);
    return known == WayIn.TRANSACTIONS && !parameters.containsKey(PREPARE)
        ? same.with(PREPARE, "0")
        : same;
  }

  /** {@code host:port}, for messages. */
  public String place() {
    return host + ":" + port;
  }

  private String address() {
    String bracketed = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return bracketed + ":" + port + "/" + encode(database);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
