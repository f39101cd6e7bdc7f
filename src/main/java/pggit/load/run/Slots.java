package pggit.load.run;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresServer;

/** How many connections a login may have, by the server's own settings. */
final class Slots {

  private Slots() {}

  static int admitted(Endpoint login, PostgresServer server) throws SQLException {
    var settings = server.settings();
    int all = number(settings.get("max_connections"));
    if (superuser(login)) {
      return all;
    }
    return all
        - number(settings.get("superuser_reserved_connections"))
        - number(settings.get("reserved_connections")); // PostgreSQL 16 and newer
  }

  /** Connections of clients there are now, ours included. */
  static int taken(Endpoint login) throws SQLException {
    try (var connection = login.connect();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  private static boolean superuser(Endpoint login) throws SQLException {
    try (var connection = login.connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery("SHOW is_superuser")) {
      return row.next() && "on".equals(row.getString(1));
    }
  }

  private static int number(@Nullable String value) {
    return value == null ? 0 : Integer.parseInt(value);
  }
}
