package pggit.load.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where and as whom to connect. Immutable; the URLs and {@link #toString} hold no password.
 *
 * @param host name or address; an IPv6 address without brackets
 * @param port 1 to 65535
 * @param database not blank
 * @param login who connects
 * @param parameters pgjdbc connection parameters such as {@code ApplicationName}; neither user nor
 *     secrets, which are refused here because they would show in {@link #jdbcUrl}
 */
public record Endpoint(
    String host, int port, String database, Login login, Map<String, String> parameters) {

  private static final Set<String> NOT_PARAMETERS =
      Set.of("user", "password", "sslpassword", "pghost", "pgport", "pgdbname");

  public Endpoint {
    Objects.requireNonNull(login, "login");
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
    return DriverManager.getConnection(jdbcUrl(), properties());
  }

  public Endpoint withDatabase(String newDatabase) {
    return new Endpoint(host, port, newDatabase, login, parameters);
  }

  public Endpoint withLogin(Login newLogin) {
    return new Endpoint(host, port, database, newLogin, parameters);
  }

  /** This endpoint with one more parameter, or another value for it. */
  public Endpoint with(String parameter, String value) {
    Map<String, String> more = new TreeMap<>(parameters);
    more.put(parameter, value);
    return new Endpoint(host, port, database, login, more);
  }

  private String address() {
    String bracketed = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return bracketed + ":" + port + "/" + encode(database);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
