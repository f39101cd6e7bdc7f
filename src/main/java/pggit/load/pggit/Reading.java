package pggit.load.pggit;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One look at the database: a read-only transaction in which every query sees the same state, and
 * results that are fetched in portions, so that their number does not matter.
 */
final class Reading {

  private static final int PORTION = 1000;

  /** Messages longer than {@code above}, in bytes, and how many are fetched at a time: 16 MB. */
  private record Lengths(int above, int upTo, int portion) {}

  private static final List<Lengths> LENGTHS =
      List.of(
          new Lengths(-1, 16 * 1024, PORTION),
          new Lengths(16 * 1024, 1024 * 1024, 16),
          new Lengths(1024 * 1024, Integer.MAX_VALUE, 1));

  /**
   * A row of {@code pggit.commits}.
   *
   * @param id null where no ID is stored
   * @param message UTF-8, null if it is NULL; the receiver does not keep it
   * @param branch null where no branch is stored
   */
  record Stored(@Nullable String id, byte @Nullable [] message, @Nullable String branch) {

    long idHash() {
      return id == null ? 0 : Ledger.hash(id.getBytes(StandardCharsets.UTF_8));
    }

    long messageHash() {
      return message == null ? 0 : Ledger.hash(message);
    }

    int length() {
      return message == null ? 0 : message.length;
    }
  }

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

  /** A transaction that is open on the connection is rolled back. */
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
  void commits(History history, Receiver<Stored> receiver) throws SQLException {
    for (Lengths lengths : LENGTHS) {
      rows(
          history.commitsSql(lengths.above(), lengths.upTo()),
          lengths.portion(),
          // getBytes of a text column is what the server sent, not decoded: UTF-8.
          row -> receiver.accept(new Stored(row.getString(1), row.getBytes(2), row.getString(3))));
    }
  }

  /** The rows of a query with these parameters: texts, and arrays of texts. */
  void rows(String sql, Receiver<ResultSet> receiver, Object... parameters) throws SQLException {
    rows(sql, PORTION, receiver, parameters);
  }

  /** How many rows a query has. */
  long count(String sql) throws SQLException {
    long[] count = new long[1];
    rows("SELECT count(*) FROM (" + sql + ") q", row -> count[0] = row.getLong(1));
    return count[0];
  }

  private void rows(String sql, int portion, Receiver<ResultSet> receiver, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.setFetchSize(portion);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          receiver.accept(row);
        }
      }
    }
  }
}
