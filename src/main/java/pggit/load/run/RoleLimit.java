package pggit.load.run;

import java.sql.SQLException;
import pggit.load.server.Endpoint;

/** Sets how many connections the load's role may have. */
public final class RoleLimit {

  /** No limit of its own. */
  public static final int NONE = -1;

  private RoleLimit() {}

  /**
   * Limits a role.
   *
   * @param harness a login that may alter roles
   * @throws IllegalStateException if it may not
   */
  public static void set(Endpoint harness, String role, int limit) {
    try (var connection = harness.connect();
        var statement = connection.createStatement()) {
      var quoted = "\"" + role.replace("\"", "\"\"") + "\"";
      statement.execute("ALTER ROLE " + quoted + " CONNECTION LIMIT " + limit);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot limit role " + role + ": " + e.getMessage(), e);
    }
  }
}
