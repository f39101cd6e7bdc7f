package pggit.load.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import pggit.load.pggit.Contract;
import pggit.load.server.Endpoint;

/** One session that commits. For one thread at a time. */
final class Visitor implements AutoCloseable {
  private static final String BRANCH = "gate";

  private final Connection connection;
  private final Contract contract;
  private final PreparedStatement commit;
  private final DuelTally tally;
  private final int pid;

  private Visitor(Connection connection, Contract contract, DuelTally tally) throws SQLException {
    this.connection = connection;
    this.contract = contract;
    this.commit = connection.prepareStatement(contract.commitSql());
    this.tally = tally;
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      pid = row.getInt(1);
    }
  }

  /**
   * @param patience longest time of a statement
   * @param tally counts the commits of all sessions of this side
   */
  static Visitor open(Endpoint database, Contract contract, Duration patience, DuelTally tally)
      throws SQLException {
    var connection = database.connect();
    try {
      try (var statement = connection.createStatement()) {
        statement.execute("SET statement_timeout = " + patience.toMillis());
      }
      return new Visitor(connection, contract, tally);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Commits once; how long that took in ns, empty if it failed. */
  OptionalLong commit(Operation as) {
    long begun = System.nanoTime();
    try {
      contract.bindCommit(commit, "gate", BRANCH, "commit " + tally.number());
      try (var row = commit.executeQuery()) {
        row.next();
        row.getString(1);
      }
      long took = System.nanoTime() - begun;
      tally.worked(as);
      return OptionalLong.of(took);
    } catch (SQLException e) {
      tally.failed(as, e);
      return OptionalLong.empty();
    }
  }

  OptionalLong commit() {
    return commit(Operation.COMMIT);
  }

  /** Runs DDL; how long that took in ns, empty if it failed. */
  OptionalLong ddl(String... statements) {
    long begun = System.nanoTime();
    try (var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      long took = System.nanoTime() - begun;
      tally.worked(Operation.DDL);
      return OptionalLong.of(took);
    } catch (SQLException e) {
      tally.failed(Operation.DDL, e);
      return OptionalLong.empty();
    }
  }

  /** Process of its backend. */
  int pid() {
    return pid;
  }

  Connection connection() {
    return connection;
  }

  /** Time its server process has been running on a core, in ns; empty where the kernel hides it. */
  OptionalLong cpuNanos() {
    try {
      String times = Files.readString(Path.of("/proc", "" + pid, "schedstat"));
      return OptionalLong.of(Long.parseLong(times.split(" ", 2)[0]));
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
