package pggit.load.run;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import pggit.load.pggit.Contract;
import pggit.load.pggit.CostProbe;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresServer;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.SetupException;
import pggit.load.verdict.CostCurve;

/**
 * A copy of a database that is made larger than the original, to weigh operations there. For one
 * thread at a time.
 */
public final class GrownCopy implements AutoCloseable {

  /** Steps to a transaction: PostgreSQL has room for the locks of some thousand tables. */
  private static final int TOGETHER = 100;

  /** Longest time of growing, all in all. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Sizes at which branches are weighed: as many as a law takes; each is one more copy. */
  private static final int SIZES = 6;

  private static final String NOT_WEIGHED = "not weighed: create_branch: ";

  /** What there is to be more of. */
  public enum Grown {
    /** Tables, and for each the first commit of a branch; if that fails, the table is there. */
    TABLES,
    /** Commits on one branch. */
    COMMITS
  }

  private final PostgresServer server;
  private final Contract contract;
  private final Endpoint user;
  private final ScratchDatabase copy;
  private final Grown what;
  private int size;

  /**
   * @param user as whom the load works
   * @param copy closed with this
   * @param size how many there are
   */
  GrownCopy(
      PostgresServer server,
      Contract contract,
      Endpoint user,
      ScratchDatabase copy,
      Grown what,
      int size) {
    this.server = server;
    this.contract = contract;
    this.user = user.withDatabase(copy.endpoint().database());
    this.copy = copy;
    this.what = what;
    this.size = size;
  }

  /**
   * A copy of the target's fresh database, for {@link #branches}; nobody may be connected to it.
   *
   * @param notes gets why there is none
   * @return empty if pgGit has no function for branches, or the database cannot be copied
   */
  static Optional<GrownCopy> fresh(Target target, Endpoint user, Consumer<String> notes) {
    if (target.contract().branchSql().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new GrownCopy(target.server(), target.contract(), user, target.copy(), Grown.TABLES, 0));
    } catch (SetupException e) {
      notes.accept(NOT_WEIGHED + e.getMessage());
      return Optional.empty();
    }
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
  public static GrownCopy of(Target target, Endpoint user, Grown what, int from, int to) {
    var copy = ScratchDatabase.copyOf(target.server(), target.database().database());
    var grown = new GrownCopy(target.server(), target.contract(), user, copy, what, from);
    try {
      grown.growTo(to, System.nanoTime() + LIMIT.toNanos());
      return grown;
    } catch (SetupException e) {
      grown.close();
      throw e;
    }
  }

  /** How many there are now. */
  public int size() {
    return size;
  }

  private void growTo(int wanted, long endNanos) {
    try (var connection = user.connect();
        var ddl = connection.createStatement();
        var commit = connection.prepareStatement(contract.commitSql())) {
      connection.setAutoCommit(false);
      for (int n = 1; size < wanted && System.nanoTime() - endNanos < 0; n++, size++) {
        if (what == Grown.TABLES) {
          table(ddl, commit);
        } else {
          contract.bindCommit(commit, "far", "main", "commit " + size);
          commit.executeQuery().close();
        }
        if (n % TOGETHER == 0) {
          connection.commit();
        }
      }
      connection.commit();
    } catch (SQLException e) {
      throw new SetupException("a copy could not be made larger: " + e.getMessage(), e);
    }
  }

  private void table(Statement ddl, PreparedStatement commit) throws SQLException {
    ddl.execute("CREATE TABLE far_%d (id int PRIMARY KEY, name text, made date)".formatted(size));
    contract.bindCommit(commit, "far", "far-" + size, "table " + size);
    var connection = ddl.getConnection();
    var savepoint = connection.setSavepoint();
    try {
      commit.executeQuery().close();
      connection.releaseSavepoint(savepoint);
    } catch (SQLException e) { // as under load, which goes on
      connection.rollback(savepoint);
    }
  }

  /**
   * Weighs a new branch at up to six of the sizes that a load went through, the first and the last
   * among them. One that is rolled back leaves dead rows, for each object that pgGit copies one,
   * and they make dearer whatever has to pass them: so each size is weighed in a copy of its own.
   *
   * @param perStep tables of a step of the load
   * @param notes gets what kept branches from being weighed at all sizes
   */
  CostCurve branches(int perStep, int steps, Consumer<String> notes) {
    var obstacles = new LinkedHashSet<String>();
    var curve = new CostCurve("create_branch", "schema", "tables", false);
    long endNanos = System.nanoTime() + LIMIT.toNanos();
    try {
      for (int step : chosen(steps)) {
        int wanted = step * perStep;
        growTo(wanted, endNanos);
        if (size < wanted) {
          obstacles.add("%,d tables were not reached within %s".formatted(wanted, LIMIT));
          break;
        }
        CostProbe.inCopy(
            server,
            user,
            contract,
            probe -> {
              curve.work(wanted, probe.newBranch());
              obstacles.addAll(probe.refused().values());
            });
      }
    } catch (SetupException e) {
      obstacles.add(String.valueOf(e.getMessage()));
    }
    obstacles.forEach(obstacle -> notes.accept(NOT_WEIGHED + obstacle));
    return curve;
  }

  /** Steps at equal distances, as far as whole ones go. */
  static List<Integer> chosen(int steps) {
    return IntStream.range(0, SIZES)
        .map(i -> 1 + (int) Math.round(i * (steps - 1.0) / (SIZES - 1)))
        .distinct()
        .boxed()
        .toList();
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
    vacuum();
    try (var after = CostProbe.open(user, contract)) {
      operations.accept(after);
      branches.ifPresent(curve -> curve.farWork(size, after.newBranch())); // nothing comes after it
    }
  }

  /** Has statistics and dead rows be as autovacuum leaves them, sooner or later. */
  private void vacuum() {
    try {
      copy.endpoint().execute("VACUUM (ANALYZE)");
    } catch (SQLException e) {
      throw new SetupException("the copy could not be vacuumed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    copy.close();
  }
}
