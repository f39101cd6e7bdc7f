package pggit.load.check;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import pggit.load.pggit.Contract;
import pggit.load.server.Endpoint;
import pggit.load.server.WayIn;

/** One connection to a database with pgGit, with short words for what checks do all the time. */
final class Session implements AutoCloseable {

  /** The name of commits that are to have the same. */
  static final String NAME = "check";

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofMillis(100);
  private static final int POOLER_TRIES = 3;

  /** too_many_connections */
  private static final String FULL = "53300";

  private final Connection connection;
  private final Contract contract;

  Session(Connection connection, Contract contract) {
    this.connection = connection;
    this.contract = contract;
  }

  /** An endpoint whose statements end in time. */
  static Endpoint bounded(Endpoint endpoint, Duration patience) {
    return endpoint.bounded("pggit-check", patience, CONNECT);
  }

  /**
   * All connections of checks are opened here, those of scripts too. A pooler whose server sessions
   * have just been ended may refuse the client that comes next, and a server may be full with the
   * sessions of other checks for a moment, which is no fault of pgGit's.
   */
  static Connection connect(Endpoint endpoint) throws SQLException {
    long deadline = System.nanoTime() + CONNECT.toNanos();
    boolean direct = endpoint.way() == WayIn.DIRECT;
    for (int tries = 1; ; tries++) {
      try {
        return endpoint.connect();
      } catch (SQLException e) {
        boolean full = direct && FULL.equals(e.getSQLState());
        if (direct && !full) {
          throw e;
        }
        if (full && System.nanoTime() > deadline) {
          throw new CannotTell("the server has no connection left: " + Failure.of(e));
        }
        if (!direct && tries == POOLER_TRIES) {
          throw new CannotTell(
              "the pooler gives no session (%s %s): %s, or let it have more"
                  .formatted(e.getSQLState(), e.getMessage(), WayIn.REMEDY));
        }
        if (full) {
          LockSupport.parkNanos(RETRY.toNanos());
        }
      }
    }
  }

  /** What committing fails with. Commits with one message have one name. */
  Optional<Failure> attempt(String branch, String message) {
    return Failure.in(
        () -> {
          try (var statement = connection.prepareStatement(contract.commitSql())) {
            var name = NAME + " " + Integer.toHexString(message.hashCode());
            contract.bindCommit(statement, name, branch, message);
            statement.execute();
          }
        });
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

  /** First column of the first row, null if there is no row. */
  @Nullable String text(String sql, Object... parameters) throws SQLException {
    var rows = rows(sql, parameters);
    return rows.isEmpty() ? null : rows.get(0)[0];
  }

  long number(String sql, Object... parameters) throws SQLException {
    var text = text(sql, parameters);
    return text == null ? 0 : Long.parseLong(text);
  }

  boolean holds(String sql, Object... parameters) throws SQLException {
    return "t".equals(text(sql, parameters));
  }

  /** The first column of all rows, which is never null. */
  List<String> texts(String sql, Object... parameters) throws SQLException {
    return rows(sql, parameters).stream().map(row -> String.valueOf(row[0])).toList();
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
