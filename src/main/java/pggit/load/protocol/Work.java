package pggit.load.protocol;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What one request does, its expressions resolved for one user. */
sealed interface Work {

  /** Parameters of its statement, to be kept out of messages. */
  default List<String> values() {
    return List.of();
  }

  /** Opens the user's direct connection, to the protocol's database unless another is named. */
  record Connect(Optional<String> database) implements Work {}

  /** Closes the user's direct connection. */
  record Disconnect() implements Work {}

  /** Takes a pooled connection and never gives it back. */
  record Leak() implements Work {}

  /** What is done on a connection that is there already; on a worker's thread. */
  sealed interface OnConnection extends Work {
    void perform(UserConnection connection, PgGitComponents components) throws SQLException;
  }

  /**
   * @param fixed the same text for every user and every time, and one that can be prepared
   */
  record Sql(String text, boolean fixed) implements OnConnection {
    @Override
    public void perform(UserConnection connection, PgGitComponents components) throws SQLException {
      if (fixed) {
        var prepared = connection.prepare(text);
        if (prepared.execute()) {
          readToTheEnd(prepared);
        }
        return;
      }
      try (var statement = connection.connection().createStatement()) {
        if (statement.execute(text)) {
          readToTheEnd(statement);
        }
      }
    }

    private static void readToTheEnd(Statement statement) throws SQLException {
      try (var rows = statement.getResultSet()) {
        while (rows.next()) {
          // an answer counts when it has arrived whole
        }
      }
    }
  }

  /**
   * @param table a bare name in schema {@code public}
   */
  record Version(String table) implements OnConnection {
    @Override
    public void perform(UserConnection connection, PgGitComponents components) throws SQLException {
      var sql =
          components
              .protocol
              .contract()
              .versionSql()
              .orElseThrow(() -> new SQLException("this pgGit has no get_version", "42883"));
      var statement = connection.prepare(sql);
      statement.setString(1, table);
      try (var rows = statement.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("pgGit knows no version of this table", "02000");
        }
      }
    }
  }

  /** What is written down about a commit. */
  enum Entry {
    /** Its message gets a stamp, so that it can be told from every other. */
    STAMPED,
    /** Its message is sent as it is, and several commits may have the same. */
    UNSTAMPED,
    /** It is stamped, but to be rolled back: no trace of it may be stored. */
    UNDONE
  }

  /**
   * @param hold how long its transaction stays open after it; zero: it commits by itself
   */
  record Commit(String branch, String message, Entry entry, Duration hold) implements OnConnection {

    /** Where the contract has one. */
    private static final String NAME = "load";

    @Override
    public List<String> values() {
      return List.of(message, branch);
    }

    @Override
    public void perform(UserConnection connection, PgGitComponents components) throws SQLException {
      var contract = components.protocol.contract();
      var ledger = components.protocol.ledger();
      var statement = connection.prepare(contract.commitSql());
      var sent =
          entry == Entry.UNSTAMPED ? message : ledger.stamp(message, components.nextCommit());
      contract.bindCommit(statement, NAME, branch, sent);
      if (entry == Entry.UNDONE) {
        statement.execute();
        return;
      }
      boolean held = !hold.isZero();
      if (held) {
        connection.connection().setAutoCommit(false);
      }
      long number = ledger.intend(branch, sent);
      try {
        @Nullable String id;
        try (var rows = statement.executeQuery()) {
          id = rows.next() ? rows.getString(1) : null;
        }
        if (held) {
          stayOpen();
          connection.connection().commit();
        }
        ledger.acknowledged(number, id);
      } catch (SQLException e) {
        var sqlState = SqlErrors.sqlState(e);
        if (SqlErrors.inDoubt(e)) {
          ledger.inDoubt(number);
        } else {
          ledger.failed(number, sqlState);
        }
        if (held) {
          rollBack(connection.connection(), e);
        }
        throw e;
      }
      if (held) {
        connection.connection().setAutoCommit(true);
      }
    }

    private void stayOpen() {
      try {
        TimeUnit.NANOSECONDS.sleep(hold.toNanos());
      } catch (InterruptedException e) { // the run is over: the transaction ends, too
        Thread.currentThread().interrupt();
      }
    }

    private static void rollBack(Connection connection, SQLException cause) {
      try {
        connection.rollback();
        connection.setAutoCommit(true);
      } catch (SQLException e) { // the connection is lost, and with it the transaction
        cause.addSuppressed(e);
      }
    }
  }
}
