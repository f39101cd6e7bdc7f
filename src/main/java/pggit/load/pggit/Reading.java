package pggit.load.pggit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * One look at the database: a read-only transaction in which every query sees the same state, and
 * results that are fetched in portions, so that their number does not matter.
 */
final class Reading {

  private static final int PORTION = 1000;

  // A portion of messages stays below 16 MB, or is a single one.
  private static final int SHORT_MESSAGE = 16 * 1024;
  private static final int LONG_MESSAGE = 1024 * 1024;
  private static final int PORTION_OF_LONGER = 16;

  /** Receives rows. */
  interface Receiver<T> {
    void accept(T row) throws SQLException;
  }

  /** What is done with a reading. */
  interface Work<T> {
    T read(Reading reading) throws SQLException;
  }

  private final Connection connection;

  private Reading(Connection connection) {
    this.connection = connection;
  }

  static <T> T in(Connection connection, Work<T> work) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    if (!autoCommit) {
      connection.rollback();
    }
    connection.setAutoCommit(false); // a cursor needs a transaction
    try {
      try (Statement begin = connection.createStatement()) {
        begin.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        begin.execute("SET LOCAL statement_timeout = 0");
      }
      return work.read(new Reading(connection));
    } finally {
      if (!connection.isClosed()) {
        connection.rollback();
        connection.setAutoCommit(autoCommit);
      }
    }
  }

  /** Every stored commit, in no order. */
  void commits(History history, Receiver<StoredCommit> receiver) throws SQLException {
    String length = "octet_length(c." + History.quoted(history.message()) + "::text)";
    String upToShort = "coalesce(" + length + ", 0) <= " + SHORT_MESSAGE;
    String longer = length + " > " + SHORT_MESSAGE + " AND " + length + " <= " + LONG_MESSAGE;
    commits(history.commitsSql(upToShort), PORTION, receiver);
    commits(history.commitsSql(longer), PORTION_OF_LONGER, receiver);
    commits(history.commitsSql(length + " > " + LONG_MESSAGE), 1, receiver);
  }

  /** The first column of every row. */
  void texts(String sql, Receiver<@Nullable String> receiver) throws SQLException {
    rows(sql, PORTION, row -> receiver.accept(row.getString(1)));
  }

  /** How many rows a query has. */
  long count(String sql) throws SQLException {
    long[] count = new long[1];
    rows("SELECT count(*) FROM (" + sql + ") q", 1, row -> count[0] = row.getLong(1));
    return count[0];
  }

  private void commits(String sql, int portion, Receiver<StoredCommit> receiver)
      throws SQLException {
    rows(
        sql,
        portion,
        // getBytes of a text column is what the server sent, not decoded: UTF-8.
        row ->
            receiver.accept(new StoredCommit(row.getString(1), row.getBytes(2), row.getString(3))));
  }

  private void rows(String sql, int portion, Receiver<ResultSet> receiver) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(portion);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          receiver.accept(row);
        }
      }
    }
  }
}
