package pggit.load.protocol;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs one piece of work for one user, on a worker thread. */
final class Execution {

  private final PgGitComponents components;
  private final @Nullable DirectConnection direct;
  private final Timing timing;

  Execution(PgGitComponents components, @Nullable DirectConnection direct, Timing timing) {
    this.components = components;
    this.direct = direct;
    this.timing = timing;
  }

  /** Returns the user's direct connection afterwards. */
  @Nullable DirectConnection run(Work work) throws SQLException {
    if (work instanceof Work.Connect) {
      return connect();
    }
    if (work instanceof Work.Disconnect) {
      return disconnect();
    }
    if (direct != null) {
      timing.acquired();
      perform(work, direct.connection(), direct::prepare);
      timing.executed();
    } else {
      try (Connection pooled = components.pool().getConnection()) {
        timing.acquired();
        perform(work, pooled, pooled::prepareStatement);
        timing.executed();
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

  private DirectConnection connect() throws SQLException {
    if (direct != null) {
      throw new SQLException("this user has an open connection already", "08002");
    }
    var endpoint = components.protocol().endpoint();
    var opened =
        new DirectConnection(
            DriverManager.getConnection(endpoint.jdbcUrl(), endpoint.properties()));
    timing.executed();
    return opened;
  }

  private @Nullable DirectConnection disconnect() throws SQLException {
    if (direct == null) {
      throw new SQLException("this user has no open connection", "08003");
    }
    direct.close();
    timing.executed();
    return null;
  }

  /** Prepares a statement on whichever connection serves the user. */
  private interface Preparer {
    PreparedStatement prepare(String sql) throws SQLException;
  }

  private void perform(Work work, Connection connection, Preparer preparer) throws SQLException {
    if (work instanceof Work.Commit commit) {
      commit(commit, preparer);
    } else if (work instanceof Work.Version version) {
      version(version, preparer);
    } else if (work instanceof Work.Sql sql) {
      statement(sql, connection);
    }
  }

  private static void statement(Work.Sql sql, Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      if (statement.execute(sql.statement())) {
        var rows = statement.getResultSet();
        while (rows.next()) {
          // read to the end: an answer counts when it has arrived whole
        }
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

  private void commit(Work.Commit commit, Preparer preparer) throws SQLException {
    var protocol = components.protocol();
    var contract = protocol.contract();
    var ledger = protocol.ledger();
    var statement = preparer.prepare(contract.commitSql());
    var message = ledger.stamp(commit.message(), components.nextCommit());
    contract.bindCommit(statement, commit.name(), commit.branch(), message);
    long entry = ledger.intend(commit.branch(), message);
    try (var rows = statement.executeQuery()) {
      ledger.acknowledged(entry, rows.next() ? rows.getString(1) : null);
    } catch (SQLException e) {
      var sqlState = Failures.sqlState(e);
      if (Failures.inDoubt(sqlState)) {
        ledger.inDoubt(entry, sqlState);
      } else {
        ledger.failed(entry, sqlState);
      }
      throw e;
    }
  }
}
