package pggit.load.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * Takes apart a JDBC URL as a user wrote it. We do it ourselves, since the driver logs what it does
 * not like, passwords included, ignores unknown parameters, and DriverManager repeats the URL.
 */
final class JdbcUrl {

  private static final Pattern FORM =
      Pattern.compile(
          "jdbc:postgresql://(?<host>\\[[0-9A-Fa-f:.%]+]|[^/?#@:,\\[\\]\\s]+)(:(?<port>\\d+))?"
              + "(/(?<database>[^/?#\\s]*))?(\\?(?<query>[^#\\s]*))?");

  private static final String EXPECTED =
      ": expected jdbc:postgresql://HOST:PORT/DATABASE?PARAMETER=VALUE&…, user and password as"
          + " settings of their own";

  private JdbcUrl() {}

  /**
   * Where the URL leads, to the database {@code postgres} if it names none.
   *
   * @param login who connects, but for user and password among the parameters, as some write them
   * @throws SetupException if this is no URL of one PostgreSQL server; the message holds neither
   *     the password nor, where the URL is too odd to tell what in it is one, the URL
   */
  static Endpoint parse(String url, Login login) {
    Matcher form = FORM.matcher(url.strip());
    if (!form.matches()) {
      throw new SetupException("The server's URL cannot be understood" + hint(url) + EXPECTED);
    }
    Map<String, String> parameters = parameters(form.group("query"));
    String user = Objects.requireNonNullElse(parameters.remove("user"), "");
    String password = Objects.requireNonNullElse(parameters.remove("password"), "");
    for (String name : parameters.keySet()) {
      if (name.equals("sslpassword") || PGProperty.forName(name) == null) {
        boolean secret = name.equals("sslpassword");
        throw new SetupException(
            "The server's URL has the parameter \"%s\", which %s"
                    .formatted(name, secret ? "would show a password" : "the driver does not know")
                + EXPECTED);
      }
    }
    String database = decode(Objects.requireNonNullElse(form.group("database"), ""));
    return new Endpoint(
        form.group("host").replaceAll("[\\[\\]]", ""),
        port(form.group("port")),
        database.isEmpty() ? "postgres" : database,
        new Login(
            user.isBlank() ? login.user() : user,
            password.isEmpty() ? login.password() : Secret.of(password)),
        parameters);
  }

  private static Map<String, String> parameters(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return new TreeMap<>();
    }
    return Arrays.stream(query.split("&"))
        .filter(pair -> !pair.isEmpty())
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> decode(pair[0]),
                pair -> pair.length == 2 ? decode(pair[1]) : "",
                (first, second) -> second,
                TreeMap::new));
  }

  private static int port(@Nullable String digits) {
    if (digits == null) {
      return 5432;
    }
    int port = digits.length() > 5 ? 0 : Integer.parseInt(digits);
    if (port < 1 || port > 65535) {
      throw new SetupException("The server's URL has the port " + digits + ": expected 1 to 65535");
    }
    return port;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) { // its message repeats the text
      throw new SetupException("The server's URL has a % that starts no %XX" + EXPECTED);
    }
  }

  /** What is wrong, for the usual mistakes. */
  private static String hint(String url) {
    if (!url.startsWith("jdbc:postgresql://")) {
      return " (it does not start with jdbc:postgresql://)";
    }
    String authority = url.substring("jdbc:postgresql://".length()).split("[/?]", 2)[0];
    if (authority.contains("@")) {
      return " (it has user or password before the host)";
    }
    return authority.contains(",") ? " (it names several servers)" : "";
  }
}
