package pggit.load.protocol;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs one piece of work for one user, on a worker thread. */
final class Execution {

  private final PgGitComponents components;
  private final @Nullable DirectConnection direct;
  private final Turn turn;

  Execution(PgGitComponents components, @Nullable DirectConnection direct, Turn turn) {
    this.components = components;
    this.direct = direct;
    this.turn = turn;
  }

  /** Returns the user's direct connection afterwards. */
  @Nullable DirectConnection run(Work work) throws SQLException {
    if (work instanceof Work.Connect connect) {
      return connect(connect);
    }
    if (work instanceof Work.Disconnect) {
      return disconnect();
    }
    if (work instanceof Work.Leak) {
      components.protocol().pool().leak();
      turn.hasPlace(false); // it stays in the pool
      turn.executed();
      return direct;
    }
    if (work instanceof Work.Evict) {
      components.protocol().pool().evictLeaked();
      turn.executed();
      return direct;
    }
    if (direct != null) {
      turn.acquired();
      perform(work, direct.connection(), direct::prepare);
      turn.executed();
    } else {
      try (Connection pooled = components.protocol().pool().connection()) {
        turn.acquired();
        perform(work, pooled, pooled::prepareStatement);
        turn.executed();
      }
    }
    return direct;
  }

  /** The parameters a statement is given, for keeping them out of messages. */
  static List<String> values(Work work) {
    if (work instanceof Work.Commit commit) {
      return List.of(commit.message(), commit.branch(), commit.name());
    }
    return List.of();
  }

  private DirectConnection connect(Work.Connect to) throws SQLException {
    if (direct != null) {
      throw new SQLException("this user has an open connection already", "08002");
    }
    var usual = components.protocol().endpoint();
    var endpoint = to.database().map(usual::withDatabase).orElse(usual);
    var opened = new DirectConnection(endpoint.connect());
    turn.executed();
    return opened;
  }

  private @Nullable DirectConnection disconnect() throws SQLException {
    if (direct == null) {
      throw new SQLException("this user has no open connection", "08003");
    }
    direct.close();
    turn.executed();
    return null;
  }

  /** Prepares a statement on whichever connection serves the user. */
  private interface Preparer {
    PreparedStatement prepare(String sql) throws SQLException;
  }

  private void perform(Work work, Connection connection, Preparer preparer) throws SQLException {
    if (work instanceof Work.Commit commit) {
      commit(commit, connection, preparer);
    } else if (work instanceof Work.Version version) {
      version(version, preparer);
    } else if (work instanceof Work.Sql sql) {
      if (sql.fixed()) {
        prepared(sql, preparer);
      } else {
        statement(sql, connection);
      }
    }
  }

  private static void prepared(Work.Sql sql, Preparer preparer) throws SQLException {
    var statement = preparer.prepare(sql.statement());
    if (statement.execute()) {
      readToTheEnd(statement);
    }
  }

  private static void statement(Work.Sql sql, Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      if (statement.execute(sql.statement())) {
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

  private void version(Work.Version version, Preparer preparer) throws SQLException {
    var contract = components.protocol().contract();
    var sql =
        contract
            .versionSql()
            .orElseThrow(() -> new SQLException("this pgGit has no get_version", "42883"));
    var statement = preparer.prepare(sql);
    contract.bindVersion(statement, "public", version.table());
    try (var rows = statement.executeQuery()) {
      if (!rows.next()) {
        throw new SQLException("pgGit knows no version of this table", "02000");
      }
    }
  }

  private void commit(Work.Commit commit, Connection connection, Preparer preparer)
      throws SQLException {
    var protocol = components.protocol();
    var contract = protocol.contract();
    var ledger = protocol.ledger();
    var statement = preparer.prepare(contract.commitSql());
    var message =
        commit.entry() == Work.Entry.UNSTAMPED
            ? commit.message()
            : ledger.stamp(commit.message(), components.nextCommit());
    contract.bindCommit(statement, commit.name(), commit.branch(), message);
    if (commit.entry() == Work.Entry.UNDONE) {
      statement.execute();
      return;
    }
    if (commit.isHeld()) {
      connection.setAutoCommit(false);
    }
    long entry = ledger.intend(commit.branch(), message);
    try {
      @Nullable String id;
      try (var rows = statement.executeQuery()) {
        id = rows.next() ? rows.getString(1) : null;
      }
      if (commit.isHeld()) {
        hold(commit.hold());
        connection.commit();
      }
      ledger.acknowledged(entry, id);
    } catch (SQLException e) {
      var sqlState = SqlErrors.sqlState(e);
      if (SqlErrors.inDoubt(sqlState)) {
        ledger.inDoubt(entry, sqlState);
      } else {
        ledger.failed(entry, sqlState);
      }
      if (commit.isHeld()) {
        rollBack(connection, e);
      }
      throw e;
    }
    if (commit.isHeld()) {
      connection.setAutoCommit(true);
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

  private static void hold(Duration duration) {
    try {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    } catch (InterruptedException e) { // the run is over: the transaction ends, too
      Thread.currentThread().interrupt();
    }
  }
}
