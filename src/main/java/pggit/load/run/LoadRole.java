package pggit.load.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import pggit.load.server.Endpoint;
import pggit.load.server.Login;
import pggit.load.server.Secret;

/**
 * The role of the virtual users on an embedded server: no superuser, so that the reserved
 * connections stay the harness's own, and because nobody's application is one.
 */
final class LoadRole {

  private static final String NAME = "pggit_load";

  private static final String SCHEMAS =
      """
      SELECT quote_ident(nspname) FROM pg_namespace
      WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'""";

  private LoadRole() {}

  /** Creates the role with all privileges on the database and on every schema in it. */
  static Endpoint create(Endpoint database) throws SQLException {
    var password = UUID.randomUUID().toString();
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute("CREATE ROLE " + NAME + " LOGIN PASSWORD '" + password + "'");
      statement.execute("GRANT ALL ON DATABASE " + database.database() + " TO " + NAME);
      for (var schema : schemas(connection)) {
        statement.execute("GRANT ALL ON SCHEMA " + schema + " TO " + NAME);
        for (var kind : List.of("TABLES", "SEQUENCES", "ROUTINES")) {
          statement.execute("GRANT ALL ON ALL " + kind + " IN SCHEMA " + schema + " TO " + NAME);
        }
      }
    }
    return database.withLogin(new Login(NAME, Secret.of(password)));
  }

  private static List<String> schemas(Connection connection) throws SQLException {
    var names = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(SCHEMAS)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
