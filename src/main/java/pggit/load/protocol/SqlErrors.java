package pggit.load.protocol;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;

/**
 * Reads failures: their SQLSTATE, a message without values, and whether the server may have done
 * the work all the same.
 */
public final class SqlErrors {

  /**
   * Our own code for a time-out of the pool, which has none: the pool's exception carries no
   * SQLSTATE, or that of an older failure.
   */
  static final String POOL_TIMEOUT = "POOL-TIMEOUT";

  static final String NONE_FREE = "no connection of the pool was free in time";

  /** The server ended the session while it may already have committed. */
  private static final Set<String> SESSION_ENDED = Set.of("57P01", "57P02", "57P03");

  private static final Set<String> SESSION_ENDING = Set.of("FATAL", "PANIC");

  private static final int LONGEST_MESSAGE = 300;

  private SqlErrors() {}

  /** Its SQLSTATE; where it has none, a time-out of the pool has ours and others their name. */
  public static String sqlState(Throwable failure) {
    if (failure instanceof SQLTransientConnectionException timeout
        && !(failure.getCause() instanceof PSQLException)) {
      return timeout.getSQLState() == null ? POOL_TIMEOUT : timeout.getSQLState();
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return failure.getClass().getSimpleName();
  }

  /**
   * True if the answer to a statement already sent was lost, so that nobody can say whether it took
   * effect. So can nobody if the server ended the session with it, as for a PANIC over a full disk
   * under its log, which only looks like a refusal.
   */
  public static boolean inDoubt(SQLException failure) {
    var sqlState = sqlState(failure);
    var said = failure instanceof PSQLException p ? p.getServerErrorMessage() : null;
    return sqlState.startsWith("08")
        || SESSION_ENDED.contains(sqlState)
        || (said != null && SESSION_ENDING.contains(String.valueOf(said.getSeverity())));
  }

  /**
   * The SQLSTATE and the server's primary message on one line.
   *
   * @param values parameters of the statement; where the message quotes one, it is replaced by
   *     {@code ?}
   */
  static String describe(String sqlState, Throwable failure, List<String> values) {
    var message = primaryMessage(failure);
    for (var value : values) {
      if (!value.isBlank()) {
        message = message.replaceAll("(?<!\\w)" + Pattern.quote(value) + "(?!\\w)", "?");
      }
    }
    message = message.replaceAll("\\s+", " ").strip();
    if (message.length() > LONGEST_MESSAGE) {
      message = message.substring(0, LONGEST_MESSAGE) + "…";
    }
    return sqlState + " " + message;
  }

  private static String primaryMessage(Throwable failure) {
    // DETAIL and HINT quote rows, hence values: only the primary message is taken.
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PSQLException sql && sql.getServerErrorMessage() != null) {
        var message = sql.getServerErrorMessage().getMessage();
        return message == null ? "" : message;
      }
    }
    // The pool tells how many are waiting just now: as many messages as failures.
    if (failure instanceof SQLTransientConnectionException) {
      return NONE_FREE;
    }
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
