package pggit.load.run;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import pggit.load.pggit.Contract;
import pggit.load.pggit.CostProbe;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresServer;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.SetupException;
import pggit.load.verdict.CostCurve;

/**
 * A copy of a database that is made larger than the load made it. What a forecast says of such a
 * size is weighed there before it is held against anybody.
 */
public final class FarCopy implements AutoCloseable {

  /** Steps to a transaction: PostgreSQL has room for the locks of some thousand tables. */
  private static final int TOGETHER = 100;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** What there is to be more of. */
  public enum Grown {
    /** Tables, and for each the first commit of a branch; if that fails, the table is there. */
    TABLES,
    /** Commits on one branch. */
    COMMITS
  }

  private final PostgresServer server;
  private final Contract contract;
  private final ScratchDatabase copy;
  private final Endpoint user;
  private final int size;

  /**
   * @param copy closed with this
   * @param user as whom the load works, in the copy
   * @param size how many there are
   */
  FarCopy(PostgresServer server, Contract contract, ScratchDatabase copy, Endpoint user, int size) {
    this.server = server;
    this.contract = contract;
    this.copy = copy;
    this.user = user;
    this.size = size;
  }

  /**
   * Copies a database and makes the copy larger.
   *
   * @param target nobody may be connected to its database: the samples of the server have ended
   * @param user as whom the load works
   * @param from how many there are
   * @param to how many there are to be; fewer if that takes too long
   * @throws SetupException if it cannot be copied, or a statement fails
   */
  public static FarCopy of(Target target, Endpoint user, Grown what, int from, int to) {
    var contract = target.contract();
    var copy = ScratchDatabase.copyOf(target.server(), target.database().database());
    try {
      var there = user.withDatabase(copy.endpoint().database());
      int size = grow(there, contract, what, from, to, System.nanoTime() + LIMIT.toNanos());
      return new FarCopy(target.server(), contract, copy, there, size);
    } catch (SQLException e) {
      copy.close();
      throw new SetupException("a copy could not be made larger: " + e.getMessage(), e);
    }
  }

  /**
   * Makes a database larger.
   *
   * @return how many there are then
   */
  static int grow(Endpoint user, Contract contract, Grown what, int from, int to, long endNanos)
      throws SQLException {
    try (var connection = user.connect();
        var ddl = connection.createStatement();
        var commit = connection.prepareStatement(contract.commitSql())) {
      connection.setAutoCommit(false);
      int size = from;
      while (size < to && System.nanoTime() < endNanos) {
        for (int n = 0; n < TOGETHER && size < to && System.nanoTime() < endNanos; n++, size++) {
          if (what == Grown.TABLES) {
            table(ddl, commit, contract, size);
          } else {
            contract.bindCommit(commit, "far", "main", "commit " + size);
            commit.executeQuery().close();
          }
        }
        connection.commit();
      }
      return size;
    }
  }

  private static void table(Statement ddl, PreparedStatement commit, Contract contract, int n)
      throws SQLException {
    ddl.execute("CREATE TABLE far_%d (id int PRIMARY KEY, name text, made date)".formatted(n));
    contract.bindCommit(commit, "far", "far-" + n, "table " + n);
    var connection = ddl.getConnection();
    var savepoint = connection.setSavepoint();
    try {
      commit.executeQuery().close();
      connection.releaseSavepoint(savepoint);
    } catch (SQLException e) { // as under load, which goes on
      connection.rollback(savepoint);
    }
  }

  /** How many there are now. */
  public int size() {
    return size;
  }

  /**
   * Weighs operations in both states in which a server may be, before and after a vacuum: what one
   * costs may differ by a multiple.
   *
   * @param branches gets what a new branch costs in both
   * @throws SetupException if this cannot be copied, vacuumed or connected to
   */
  public void weigh(Consumer<CostProbe> operations, Optional<CostCurve> branches) {
    branches.ifPresent(
        curve ->
            CostProbe.inCopy(
                server, user, contract, probe -> curve.farWork(size, probe.newBranch())));
    try (var before = CostProbe.open(user, contract)) {
      operations.accept(before);
    }
    tidy();
    try (var after = CostProbe.open(user, contract)) {
      operations.accept(after);
      branches.ifPresent(curve -> curve.farWork(size, after.newBranch())); // nothing comes after it
    }
  }

  /** Has statistics and dead rows be as autovacuum leaves them, sooner or later. */
  private void tidy() {
    try (var connection = copy.endpoint().connect();
        var statement = connection.createStatement()) {
      statement.execute("VACUUM (ANALYZE)");
    } catch (SQLException e) {
      throw new SetupException("the copy could not be vacuumed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    copy.close();
  }
}
