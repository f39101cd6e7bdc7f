package pggit.load.shard;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pggit.load.server.Endpoint.RowReader;

/** Statements with arguments on a connection. */
record Statements(Connection connection) {

  interface Work<T> {
    T with(Statements sql) throws SQLException;
  }

  int execute(String statement, Object... arguments) throws SQLException {
    try (var prepared = prepared(statement, arguments)) {
      return prepared.executeUpdate();
    }
  }

  <T> List<T> rows(String query, RowReader<T> reader, Object... arguments) throws SQLException {
    try (var prepared = prepared(query, arguments);
        var rows = prepared.executeQuery()) {
      var all = new ArrayList<T>();
      while (rows.next()) {
        all.add(reader.read(rows));
      }
      return all;
    }
  }

  <T> Optional<T> first(String query, RowReader<T> reader, Object... arguments)
      throws SQLException {
    return rows(query, reader, arguments).stream().findFirst();
  }

  /** All of it or nothing. */
  <T> T together(Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      var made = work.with(this);
      connection.commit();
      return made;
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private PreparedStatement prepared(String statement, Object... arguments) throws SQLException {
    var prepared = connection.prepareStatement(statement);
    for (int i = 0; i < arguments.length; i++) {
      prepared.setObject(i + 1, arguments[i]);
    }
    return prepared;
  }
}
