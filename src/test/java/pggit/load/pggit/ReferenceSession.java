package pggit.load.pggit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresExtension;

/** One connection to a database with the reference extension. For one thread. */
final class ReferenceSession implements AutoCloseable {

  private final Connection connection;

  private ReferenceSession(Connection connection) {
    this.connection = connection;
  }

  /** Installs the reference extension in the running test's database. */
  static void install(PostgresExtension postgres) {
    PgGitSource.reference().install(postgres.server(), postgres.database(), OnError.STOP);
  }

  static ReferenceSession open(Endpoint endpoint) throws SQLException {
    return new ReferenceSession(endpoint.connect());
  }

  String commit(@Nullable String name, @Nullable String branch, @Nullable String message)
      throws SQLException {
    return value("SELECT pggit.commit_changes(?, ?, ?)", name, branch, message);
  }

  String commit(String branch) throws SQLException {
    return commit("a commit", branch, "a message");
  }

  /** {@code 1.2.3}, or {@code null} where there is no such table. */
  String version(String table) throws SQLException {
    return value("SELECT max(full_version) FROM pggit.get_version(?)", table);
  }

  /** Runs statements without parameters. */
  void run(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The only column of the only row, {@code null} for NULL. */
  String value(String sql, @Nullable Object... parameters) throws SQLException {
    List<String> rows = rows(sql, parameters);
    if (rows.size() != 1) {
      throw new AssertionError(rows.size() + " rows from " + sql + ": " + rows);
    }
    return rows.get(0);
  }

  /** Each row as its columns, parted by one space. A single NULL is {@code null}. */
  List<String> rows(String sql, @Nullable Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        return read(result);
      }
    }
  }

  private static List<String> read(ResultSet result) throws SQLException {
    int columns = result.getMetaData().getColumnCount();
    List<String> rows = new ArrayList<>();
    while (result.next()) {
      if (columns == 1) {
        rows.add(result.getString(1));
        continue;
      }
      StringJoiner row = new StringJoiner(" ");
      for (int i = 1; i <= columns; i++) {
        row.add(result.getString(i));
      }
      rows.add(row.toString());
    }
    return rows;
  }

  <T> T unwrap(Class<T> type) throws SQLException {
    return connection.unwrap(type);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
