package pggit.load.check;

import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import pggit.load.measure.Cause;

/**
 * An SQL error as a reader wants it: code and the server's first sentence.
 *
 * @param state SQLSTATE
 * @param message primary message, one line
 */
public record Failure(String state, String message) {

  private static final int LONGEST = 240;
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f]");

  /** Something that may fail. */
  interface Work {
    void run() throws SQLException;
  }

  public static Failure of(SQLException e) {
    var state = e.getSQLState() == null ? "none" : e.getSQLState();
    var text = String.valueOf(e.getMessage());
    if (e instanceof PSQLException server && server.getServerErrorMessage() != null) {
      text = String.valueOf(server.getServerErrorMessage().getMessage());
    }
    text = shown(text.strip(), LONGEST);
    return new Failure(state, text);
  }

  /**
   * Whether the server refused a statement as it stands, before any of it ran: that is the fault of
   * who wrote it, here of the check. Errors from inside a function say where they come from.
   */
  static boolean isOfTheStatement(SQLException e) {
    return e instanceof PSQLException server
        && server.getServerErrorMessage() != null
        && server.getServerErrorMessage().getPosition() > 0
        && server.getServerErrorMessage().getWhere() == null
        && of(e).state().startsWith("42");
  }

  /** What the work failed with, empty if it did not. */
  static Optional<Failure> in(Work work) {
    try {
      work.run();
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(of(e));
    }
  }

  /** The statement took longer than it may, or an answer did not come at all. */
  boolean isTimeout() {
    return (state.equals("57014") && message.contains("timeout"))
        || (state.startsWith("08") && message.contains("I/O error"));
  }

  /** It waited for a lock, or for something else, until its time was up. */
  boolean isWait() {
    return state.equals("55P03") || isTimeout();
  }

  /** A value that is there already, also where pgGit puts another code on it. */
  boolean isDuplicate() {
    return state.equals("23505") || message.contains("duplicate key");
  }

  /** The role may not do that: no other SQLSTATE says so. */
  public boolean isPrivilege() {
    return state.equals("42501");
  }

  /** For comparing. */
  public Cause.Kind kind() {
    return Cause.Kind.of(state, message);
  }

  /** For a message: line ends and control characters escaped, cut off if too long. */
  static String shown(String text, int longest) {
    boolean cut = text.codePointCount(0, text.length()) > longest;
    var shown = cut ? text.substring(0, text.offsetByCodePoints(0, longest)) + "…" : text;
    return CONTROL
        .matcher(shown)
        .replaceAll(
            found ->
                switch (found.group()) {
                  case "\n" -> "\\\\n";
                  case "\r" -> "\\\\r";
                  case "\t" -> "\\\\t";
                  default -> String.format("\\\\x%02x", (int) found.group().charAt(0));
                });
  }

  @Override
  public String toString() {
    return isTimeout() ? "no answer in time (" + state + ")" : state + " " + message;
  }
}
