package pggit.load.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.pggit.Contract;
import pggit.load.server.Endpoint;

/**
 * How long a fixed piece of work takes on this server, and how many times as much processor time a
 * commit takes. On a shared machine two runs at different times differ by a fifth and more for no
 * other reason than the machine; what is counted in yardsticks of the same moment differs by less.
 * For one thread at a time.
 */
final class Yardstick {
  private static final Logger LOG = LoggerFactory.getLogger(Yardstick.class);

  /** No table, no DDL: pgGit does not see it, and nothing remains. */
  private static final String WORK =
      "SELECT count(*), pg_logical_emit_message(true, 'pggit-load', 'yardstick')"
          + " FROM generate_series(1, 500)";

  private static final int WARM_UP = 100;
  private static final int TIMES = 300;

  /**
   * Turns of five commits and of five yardsticks each. Beside eight other processes on two cores,
   * runs of 300 scattered by 4.6 %, of 150 by 4.8 %, of 100 by 5.3 %.
   */
  private static final int TURNS = 150;

  private static final int TURN = 5;

  /** Longest time of it all; of a commit that takes longer than that, nothing can be said here. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static final int LEAST_TURNS = 50;

  /**
   * The turns that other processes left alone: beside 15 of them on two cores, medians of unchanged
   * runs scattered by 7 %, these by 3 %.
   */
  private static final double UNDISTURBED = 0.1;

  private final List<Long> nanos = new ArrayList<>();

  /** Takes a fifth of a second. A server that refuses it is measured without. */
  void measure(Endpoint database) {
    try (var connection = database.connect();
        var work = connection.prepareStatement(WORK)) {
      for (int i = 0; i < WARM_UP + TIMES; i++) {
        long begun = System.nanoTime();
        work.executeQuery().close();
        if (i >= WARM_UP) {
          nanos.add(System.nanoTime() - begun);
        }
      }
    } catch (SQLException e) {
      LOG.debug("no yardstick", e);
    }
  }

  /** The median; empty if nothing could be measured. */
  Optional<Estimate> estimate() {
    return nanos.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Estimate.of(
                Estimate.YARDSTICK,
                "ms",
                Direction.NEITHER,
                quantile(nanos, 0.5) / 1e6,
                nanos.size()));
  }

  /**
   * Processor time of a commit in yardsticks, both done in turns in one session of a server on this
   * machine. Its commits are rolled back, so that nothing of them remains.
   *
   * @return empty where the kernel hides it, or commits fail
   */
  static Optional<Estimate> work(Endpoint database, Contract contract) {
    try (var connection = database.connect();
        var work = connection.prepareStatement(WORK);
        var bound = connection.createStatement();
        var commit = connection.prepareStatement(contract.commitSql())) {
      long end = System.nanoTime() + LIMIT.toNanos();
      int backend = connection.unwrap(PGConnection.class).getBackendPID();
      Path times = Path.of("/proc/" + backend + "/schedstat");
      connection.setAutoCommit(false);
      List<Long> commits = new ArrayList<>();
      List<Long> yardsticks = new ArrayList<>();
      for (int i = 0; i < WARM_UP + TURNS && System.nanoTime() < end; i++) {
        try {
          bound.execute("SET LOCAL statement_timeout = " + LIMIT.toMillis());
          commit(
              commit, contract, TURN); // the first one on this branch, if nobody else has made it
          long begun = cpuNanos(times);
          for (int n = 0; n < TURN; n++) {
            commit(commit, contract, n);
          }
          long committed = cpuNanos(times);
          for (int n = 0; n < TURN; n++) {
            work.executeQuery().close();
          }
          if (i >= WARM_UP) {
            commits.add(committed - begun);
            yardsticks.add(cpuNanos(times) - committed);
          }
        } finally {
          connection.rollback();
        }
      }
      if (commits.size() < LEAST_TURNS) {
        return Optional.empty();
      }
      double ratio = quantile(commits, UNDISTURBED) / (double) quantile(yardsticks, UNDISTURBED);
      return Optional.of(
          Estimate.of(
              Estimate.WORK,
              "yardsticks",
              Direction.LOWER_IS_BETTER,
              ratio,
              (long) TURN * commits.size()));
    } catch (SQLException | IOException | NumberFormatException e) {
      LOG.debug("the work of a commit cannot be weighed", e);
      return Optional.empty();
    }
  }

  /**
   * Each with a message of its own: to some pgGits the same one in a transaction is the same ID.
   */
  private static void commit(PreparedStatement commit, Contract contract, int n)
      throws SQLException {
    contract.bindCommit(commit, "yardstick", "main", "yardstick " + n);
    commit.executeQuery().close();
  }

  private static long cpuNanos(Path times) throws IOException {
    return Long.parseLong(Files.readString(times).split(" ", 2)[0]);
  }

  private static long quantile(List<Long> values, double q) {
    return values.stream().sorted().skip((long) (q * values.size())).findFirst().orElseThrow();
  }
}
