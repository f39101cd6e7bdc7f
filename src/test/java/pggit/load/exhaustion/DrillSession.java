package pggit.load.exhaustion;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import pggit.load.server.Endpoint;
import pggit.load.server.LimitedServer;

/** A session of a drill. For one thread. */
final class DrillSession implements AutoCloseable {

  private final Connection connection;

  private DrillSession(Connection connection) {
    this.connection = connection;
  }

  static DrillSession on(Endpoint endpoint) throws SQLException {
    return new DrillSession(endpoint.connect());
  }

  Connection connection() {
    return connection;
  }

  long pid() {
    return LimitedServer.backendOf(connection);
  }

  void run(String... statements) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of the first row, "" if there is no row or it is NULL. */
  String text(String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? Optional.ofNullable(rows.getString(1)).orElse("") : "";
    }
  }

  long number(String sql) throws SQLException {
    return Long.parseLong(text(sql));
  }

  /** The first column of all rows with the second. */
  Map<String, Long> numbers(String sql) throws SQLException {
    Map<String, Long> numbers = new LinkedHashMap<>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        numbers.put(rows.getString(1), rows.getLong(2));
      }
    }
    return numbers;
  }

  /** How many rows each of pgGit's tables has. */
  Map<String, Long> rowsOfPgGit() throws SQLException {
    String counts =
        text(
            "SELECT string_agg(format('SELECT %L, count(*) FROM %s', c.oid::regclass,"
                + " c.oid::regclass), ' UNION ALL ')"
                + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname LIKE 'pggit%' AND c.relkind = 'r'");
    return numbers(counts);
  }

  /** How many of the locks that a server has room for this session holds, its own look apart. */
  long locks() throws SQLException {
    return number(
        "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND NOT (locktype = 'relation'"
            + " AND relation IN (SELECT oid FROM pg_class WHERE relnamespace ="
            + " 'pg_catalog'::regnamespace)) AND locktype <> 'virtualxid'");
  }

  /** What has come to pgGit's tables, for people. */
  static String differences(Map<String, Long> before, Map<String, Long> after) {
    return after.entrySet().stream()
        .filter(table -> !table.getValue().equals(before.get(table.getKey())))
        .map(
            table ->
                "%s had %d rows and has %d"
                    .formatted(
                        table.getKey(), before.getOrDefault(table.getKey(), 0L), table.getValue()))
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining(", "),
                text -> text.isEmpty() ? "pgGit's tables are as before" : text));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
