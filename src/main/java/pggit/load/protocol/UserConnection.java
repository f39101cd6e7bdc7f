package pggit.load.protocol;

import io.gatling.core.session.Session;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection that serves one virtual user, for one request out of the pool or directly until the
 * user closes it, with the statements prepared on it. Used by one worker at a time.
 */
record UserConnection(Connection connection, Map<String, PreparedStatement> statements)
    implements AutoCloseable {

  private static final String ATTRIBUTE = "pggit.connection";

  UserConnection(Connection connection) {
    this(connection, new HashMap<>());
  }

  /** The user's direct connection, null if none is open. */
  static @Nullable UserConnection of(Session session) {
    var found = session.attributes().get(ATTRIBUTE);
    return found.isDefined() ? (UserConnection) found.get() : null;
  }

  /** The session with another direct connection, or with none. */
  static Session set(Session session, @Nullable UserConnection connection) {
    return connection == null ? session.remove(ATTRIBUTE) : session.set(ATTRIBUTE, connection);
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
