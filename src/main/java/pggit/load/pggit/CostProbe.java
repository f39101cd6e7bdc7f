package pggit.load.pggit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresServer;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.SetupException;

/**
 * What one operation costs the server in pages and WAL, by its own count ({@code EXPLAIN ANALYZE}),
 * which hardly knows noise. The operation is rolled back, so no commit and no table remains; it
 * runs in one session from beginning to end, as a user's would. For one thread at a time.
 */
public final class CostProbe implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CostProbe.class);

  /** The first ones fill the session's caches, and plpgsql plans anew up to the fifth. */
  private static final int TRIES = 8;

  /** Each leaves as many dead rows in the way of the next as it copied, and may copy thousands. */
  private static final int BRANCHES = 3;

  /** EXPLAIN takes no DDL, but a function that executes it; rolled back like everything else. */
  private static final List<String> FUNCTIONS = List.of("pg_temp.weigh", "pggit_load_weigh");

  private static final String EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, WAL, TIMING OFF, FORMAT JSON) ";

  /**
   * Cost of one operation.
   *
   * @param buffers 8 kB pages of shared memory looked at
   * @param walBytes what it wrote to the log
   * @param walRecords in how many records
   */
  public record Cost(double buffers, double walBytes, double walRecords) {
    /** Of each the smaller: the try with the fewest pages may be the one with full-page images. */
    Cost least(Cost other) {
      return new Cost(
          Math.min(buffers, other.buffers),
          Math.min(walBytes, other.walBytes),
          Math.min(walRecords, other.walRecords));
    }
  }

  private final Connection connection;
  private final Contract contract;
  private final Map<String, String> refused = new ConcurrentHashMap<>();

  private List<String> functions = FUNCTIONS;

  private CostProbe(Connection connection, Contract contract) {
    this.connection = connection;
    this.contract = contract;
  }

  /** Opens a session of the login that the load uses. */
  public static CostProbe open(Endpoint endpoint, Contract contract) {
    try {
      var connection = endpoint.connect();
      connection.setAutoCommit(false);
      return new CostProbe(connection, contract);
    } catch (SQLException e) {
      throw new SetupException("cannot weigh operations: " + e.getMessage(), e);
    }
  }

  /**
   * The same, which weighs no DDL where its function would have to stand in schema public: a pgGit
   * writes that down in the same transaction, and the log of the DDL behind it differs from one
   * database to the next by an eighth, as seen with v0.2.1.
   */
  public CostProbe exactly() {
    functions = FUNCTIONS.subList(0, 1);
    return this;
  }

  /**
   * Weighs in a copy of a database, where what is rolled back gets in nobody's way.
   *
   * @param user as whom, with the database to copy; nobody may be connected to that
   * @throws SetupException if it cannot be copied
   */
  public static void inCopy(
      PostgresServer server, Endpoint user, Contract contract, Consumer<CostProbe> weighing) {
    // Dropped at once: what is not on disk by then need never be written.
    try (var copy = ScratchDatabase.copyOf(server, user.database());
        var probe = open(user.withDatabase(copy.endpoint().database()), contract)) {
      weighing.accept(probe);
    }
  }

  /** A commit on a branch; empty if it failed. */
  public Optional<Cost> commit(String branch) {
    return least(
        TRIES,
        "commit",
        Optional.of(contract.commitSql()),
        (s, n) -> contract.bindCommit(s, "probe", branch, "probe " + n));
  }

  /** Reading the version of a table in schema public; empty if pgGit cannot or it failed. */
  public Optional<Cost> version(String table) {
    return least(TRIES, "get_version", contract.versionSql(), (s, n) -> s.setString(1, table));
  }

  /** A branch that is new; empty if pgGit has no function for it or it failed. */
  public Optional<Cost> newBranch() {
    return least(
        BRANCHES, "create_branch", contract.branchSql(), (s, n) -> s.setString(1, "probe-" + n));
  }

  /** A query without parameters; empty if it failed. */
  public Optional<Cost> query(String sql) {
    return least(TRIES, sql, Optional.of(sql), (s, n) -> {});
  }

  /**
   * A utility statement, its event triggers included; empty if it failed.
   *
   * @param prepare run before it each time, and not weighed; empty for nothing
   */
  public Optional<Cost> utility(String prepare, String sql) {
    var weigh = function();
    return least(
        TRIES,
        sql,
        Optional.of("SELECT " + weigh + "(?)"),
        (s, n) -> {
          execute(create(weigh) + "; " + prepare);
          s.setString(1, sql);
        });
  }

  /** Why no utility statement can be weighed: the error with which its function is refused. */
  public Optional<String> unweighable() {
    var weigh = function();
    try {
      execute(create(weigh));
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(firstLine(e));
    } finally {
      rollback();
    }
  }

  /** What could not be weighed, with the first error of each. */
  public Map<String, String> refused() {
    return Map.copyOf(refused);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("the weighing session was gone already", e);
    }
  }

  /**
   * The first one that can be made, since a pgGit may refuse functions in pg_temp; else the last.
   */
  private String function() {
    for (int i = 0; i + 1 < functions.size(); i++) {
      try {
        execute(create(functions.get(i)));
        functions = List.of(functions.get(i));
      } catch (SQLException e) {
        LOG.debug("no function {}", functions.get(i), e);
      } finally {
        rollback();
      }
    }
    return functions.get(functions.size() - 1);
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String create(String function) {
    return "CREATE OR REPLACE FUNCTION "
        + function
        + "(text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE $1; END'";
  }

  /** Sets the parameters of the n-th try. */
  private interface Binding {
    void bind(PreparedStatement statement, int n) throws SQLException;
  }

  private Optional<Cost> least(int tries, String what, Optional<String> sql, Binding binding) {
    Optional<Cost> least = Optional.empty();
    for (int n = 0; sql.isPresent() && n < tries; n++) {
      try (var statement = connection.prepareStatement(EXPLAIN + sql.get())) {
        binding.bind(statement, n);
        var cost = read(statement);
        least = Optional.of(least.map(cost::least).orElse(cost));
      } catch (SQLException e) {
        LOG.debug("could not weigh {}", what, e);
        refused.putIfAbsent(what, firstLine(e));
        return Optional.empty();
      } finally {
        rollback();
      }
    }
    return least;
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
  }

  private static Cost read(PreparedStatement statement) throws SQLException {
    try (var rows = statement.executeQuery()) {
      rows.next();
      var plan = rows.getString(1);
      return new Cost(
          first("Shared Hit Blocks", plan) + first("Shared Read Blocks", plan),
          first("WAL Bytes", plan),
          first("WAL Records", plan));
    }
  }

  /** The first number belongs to the topmost node, which counts what is below it too. */
  private static double first(String name, String plan) {
    var match = Pattern.compile("\"" + name + "\": (\\d+)").matcher(plan);
    return match.find() ? Double.parseDouble(match.group(1)) : 0;
  }

  private void rollback() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      LOG.debug("could not roll back", e);
    }
  }
}
