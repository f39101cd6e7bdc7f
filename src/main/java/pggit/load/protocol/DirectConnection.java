package pggit.load.protocol;

import io.gatling.core.session.Session;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection that belongs to one virtual user, with the statements prepared on it. Used by one
 * worker at a time.
 */
final class DirectConnection implements AutoCloseable {

  private static final String ATTRIBUTE = "pggit.connection";

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  DirectConnection(Connection connection) {
    this.connection = connection;
  }

  /** The user's connection, null if he has none open. */
  static @Nullable DirectConnection of(Session session) {
    var found = session.attributes().get(ATTRIBUTE);
    return found.isDefined() ? (DirectConnection) found.get() : null;
  }

  /** The session with another connection, or with none. */
  static Session set(Session session, @Nullable DirectConnection connection) {
    return connection == null ? session.remove(ATTRIBUTE) : session.set(ATTRIBUTE, connection);
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
