package pggit.load.protocol;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A connection that belongs to one virtual user, with the statements prepared on it. Used by one
 * worker at a time.
 */
final class DirectConnection implements AutoCloseable {

  /** Session attribute that holds it. */
  static final String ATTRIBUTE = "pggit.connection";

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  DirectConnection(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  PreparedStatement prepare(String sql) throws SQLException {
    var known = statements.get(sql);
    if (known != null) {
      return known;
    }
    var prepared = connection.prepareStatement(sql);
    statements.put(sql, prepared);
    return prepared;
  }

  @Override
  public void close() throws SQLException {
    connection.close(); // closes its statements
  }
}
