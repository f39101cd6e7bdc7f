package pggit.load.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;
import pggit.load.pggit.Contract;
import pggit.load.server.Endpoint;

/** One session that commits, and counts in the tally of its side. For one thread at a time. */
final class DuelSession implements AutoCloseable {
  private static final String BRANCH = "gate";

  /** As long as a line that people write. */
  private static final String MESSAGE =
      "what was changed and why, in a line of usual length, commit ";

  /** Schema of pg_stat_statements. */
  static final String STATEMENTS = "pggit_gate_statements";

  /** By their text, since what else a statement has of its own differs between two databases. */
  private static final String COUNTED =
      """
      SELECT toplevel, query, sum(calls), sum(total_exec_time) * 1000,
             sum(shared_blks_hit + shared_blks_read), sum(wal_records), sum(wal_bytes)
      FROM %s.pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
      WHERE d.datname = current_database() AND query !~ 'pg_stat_statements'
      GROUP BY toplevel, query"""
          .formatted(STATEMENTS);

  private final Connection connection;
  private final Contract contract;
  private final PreparedStatement commit;
  private final DuelTally tally;

  /** Of its server process. */
  final int pid;

  /**
   * @param patience longest time of a statement
   */
  DuelSession(Endpoint database, Contract contract, Duration patience, DuelTally tally)
      throws SQLException {
    this.connection = database.connect();
    this.contract = contract;
    this.commit = connection.prepareStatement(contract.commitSql());
    this.tally = tally;
    this.pid = connection.unwrap(PGConnection.class).getBackendPID();
    execute("SET statement_timeout = " + patience.toMillis());
  }

  private interface Work {
    void run() throws SQLException;
  }

  /** How long it took in ns; empty if it failed. */
  private Optional<Long> timed(Operation operation, Work work) {
    long begun = System.nanoTime();
    try {
      work.run();
      long took = System.nanoTime() - begun;
      tally.worked(operation);
      return Optional.of(took);
    } catch (SQLException e) {
      tally.failed(operation, DuelTally.words(e));
      return Optional.empty();
    }
  }

  Optional<Long> commit(Operation as) {
    return timed(
        as,
        () -> {
          contract.bindCommit(commit, "gate", BRANCH, MESSAGE + tally.number());
          try (var row = commit.executeQuery()) {
            row.next();
            row.getString(1);
          }
        });
  }

  Optional<Long> commit() {
    return commit(Operation.COMMIT);
  }

  Optional<Long> ddl(String... statements) {
    return timed(Operation.DDL, () -> execute(statements));
  }

  void execute(String... statements) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** What pg_stat_statements has of each statement in this database. */
  List<Blaming.Counted> counted() throws SQLException {
    List<Blaming.Counted> counted = new ArrayList<>();
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(COUNTED)) {
      while (row.next()) {
        counted.add(
            new Blaming.Counted(
                row.getBoolean(1),
                row.getString(2),
                new StatementCost(
                    row.getDouble(3),
                    row.getDouble(4),
                    row.getDouble(5),
                    row.getDouble(6),
                    row.getDouble(7))));
      }
    }
    return counted;
  }

  /** Time its server process has been running on a core, in ns; empty where the kernel hides it. */
  Optional<Long> cpuNanos() {
    try {
      String times = Files.readString(Path.of("/proc/" + pid + "/schedstat"));
      return Optional.of(Long.valueOf(times.split(" ", 2)[0]));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It ends with its database, if not before.
    }
  }
}
