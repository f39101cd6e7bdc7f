package pggit.load.check;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pggit.load.pggit.Contract;

/** One connection to a database with pgGit, with short words for what checks do all the time. */
final class Session implements AutoCloseable {

  /** The name of commits that are to have the same. */
  static final String NAME = "check";

  private final Connection connection;
  private final Contract contract;
  private final @Nullable Lab lab;

  /**
   * @param lab prepares branches and is told how long commits take; null outside of one
   */
  Session(Connection connection, Contract contract, @Nullable Lab lab) {
    this.connection = connection;
    this.contract = contract;
    this.lab = lab;
  }

  Session(Connection connection, Contract contract) {
    this(connection, contract, null);
  }

  /** Commits on a branch; returns the ID as it came. Commits with one message have one name. */
  @Nullable String commit(String branch, String message) throws SQLException {
    if (lab != null) {
      lab.prepare(branch);
    }
    try (var statement = connection.prepareStatement(contract.commitSql())) {
      var name = NAME + " " + Integer.toHexString(message.hashCode());
      contract.bindCommit(statement, name, branch, message);
      long started = System.nanoTime();
      try (var row = statement.executeQuery()) {
        var id = row.next() ? row.getString(1) : null;
        if (lab != null) {
          lab.pace().took(System.nanoTime() - started);
        }
        return id;
      }
    }
  }

  void run(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A statement with one parameter, whatever it returns. */
  void call(String sql, String parameter) throws SQLException {
    try (var statement = prepared(sql, parameter)) {
      statement.execute();
    }
  }

  /** What committing fails with. */
  Optional<Failure> attempt(String branch, String message) {
    return Failure.in(() -> commit(branch, message));
  }

  /** First column of the first row, null if there is no row. */
  @Nullable String text(String sql, Object... parameters) throws SQLException {
    var values = column(sql, parameters);
    return values.isEmpty() ? null : values.get(0);
  }

  long number(String sql, Object... parameters) throws SQLException {
    var text = text(sql, parameters);
    return text == null ? 0 : Long.parseLong(text);
  }

  boolean holds(String sql, Object... parameters) throws SQLException {
    return "t".equals(text(sql, parameters));
  }

  /** The first column of all rows. */
  List<@Nullable String> column(String sql, Object... parameters) throws SQLException {
    var values = new ArrayList<@Nullable String>();
    for (var row : rows(sql, parameters)) {
      values.add(row[0]);
    }
    return values;
  }

  List<@Nullable String[]> rows(String sql, Object... parameters) throws SQLException {
    try (var statement = prepared(sql, parameters);
        var row = statement.executeQuery()) {
      var rows = new ArrayList<@Nullable String[]>();
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        var values = new @Nullable String[columns];
        for (int i = 0; i < columns; i++) {
          values[i] = row.getString(i + 1);
        }
        rows.add(values);
      }
      return rows;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
    var statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }
}
