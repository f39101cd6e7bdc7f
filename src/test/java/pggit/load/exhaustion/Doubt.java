package pggit.load.exhaustion;

import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;

/** Whether a failed statement may have been done all the same. */
final class Doubt {

  /** The session was ended from outside, perhaps after the commit and before its answer. */
  private static final Set<String> ENDED = Set.of("57P01", "57P02", "57P03");

  private static final Set<String> SEVERITIES_THAT_END_THE_SESSION = Set.of("FATAL", "PANIC");

  private Doubt() {}

  /**
   * An error that leaves the session alive has undone the statement. One that ends the session, a
   * PANIC for a full disk under the write-ahead log included, says nothing about it.
   */
  static boolean isLeftBy(SQLException e) {
    var state = sqlState(e);
    var said = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    return state.startsWith("08")
        || ENDED.contains(state)
        || (said != null && SEVERITIES_THAT_END_THE_SESSION.contains(said.getSeverity()));
  }

  static String sqlState(SQLException e) {
    return e.getSQLState() == null ? e.getClass().getSimpleName() : e.getSQLState();
  }
}
