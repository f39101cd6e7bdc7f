package pggit.load.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.postgresql.PGConnection;

/** What answers where a client connects: the server, or a pooler in front of it. */
public enum WayIn {
  /** The server itself. */
  DIRECT("the server itself"),

  /** A pooler that gives a client a server session for as long as its connection lives. */
  SESSIONS(
      "a pooler in session mode: the time limit of statements is set after connecting, and what"
          + " cannot be known through it (slots, sessions that end) is left undecided"),

  /** A pooler that lends a server session for one transaction. */
  TRANSACTIONS(
      "a pooler in transaction mode: nothing is set in a session, so that nothing reaches its other"
          + " clients, the limit of statements is the client's own, statements are not prepared"
          + " on the server (unless pggit.url has prepareThreshold), and what needs a session of"
          + " one's own is left undecided");

  /** What to do about what a pooler keeps from us. */
  public static final String REMEDY =
      "name the server itself in pggit.url, not the pooler, to have it decided";

  /** A lender that takes turns needs two looks in a row to be seen changing. */
  private static final List<Integer> LOOKS = List.of(0, 0, 1, 1, 0, 0, 1);

  private final String description;

  WayIn(String description) {
    this.description = description;
  }

  /** In words, with what follows from it. */
  public String describe() {
    return description;
  }

  /**
   * Finds out, with two connections and without a trace. A pooler cannot hand out the server's own
   * process IDs to those who want to cancel a statement, so it makes up its own; and one that lends
   * for a transaction shows by whose process answers.
   *
   * @throws SetupException if it is a pooler that lends for one statement, through which nobody can
   *     make a transaction
   */
  static WayIn of(Endpoint endpoint) throws SQLException {
    Endpoint careful = endpoint.with("prepareThreshold", "0");
    try (Connection first = careful.connect();
        Connection second = careful.connect()) {
      if (process(first) == first.unwrap(PGConnection.class).getBackendPID()) {
        return DIRECT;
      }
      List<Set<Integer>> seen = List.of(new TreeSet<>(), new TreeSet<>());
      for (int which : LOOKS) {
        seen.get(which).add(process(which == 0 ? first : second));
      }
      Set<Integer> all = new TreeSet<>(seen.get(0));
      all.addAll(seen.get(1));
      boolean ownSessions = all.size() == 2 && seen.get(0).size() == 1 && seen.get(1).size() == 1;
      if (ownSessions) {
        return SESSIONS;
      }
      refuseWithoutTransactions(first, endpoint);
      return TRANSACTIONS;
    }
  }

  private static void refuseWithoutTransactions(Connection connection, Endpoint endpoint) {
    try {
      connection.setAutoCommit(false);
      process(connection);
      connection.commit();
    } catch (SQLException e) {
      throw new SetupException(
          ("The pooler at %s makes no transactions (pool_mode = statement?), and a commit needs one:"
                  + " %s, or set its pool_mode to session. It said %s")
              .formatted(endpoint.place(), REMEDY, e.getSQLState()),
          e);
    }
  }

  private static int process(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }
}
