package pggit.load.run;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.server.Endpoint;
import pggit.load.server.SetupException;
import pggit.load.target.Contract;

/**
 * What one operation costs the server in pages and WAL, by its own count ({@code EXPLAIN ANALYZE}),
 * which hardly knows noise. The operation is rolled back, so no commit and no table remains; it
 * runs in one session from beginning to end, as a user's would. For one thread at a time.
 */
public final class CostProbe implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CostProbe.class);

  /** The first ones fill the session's caches, and plpgsql plans anew up to the fifth. */
  private static final int TRIES = 8;

  private static final String EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, WAL, TIMING OFF, FORMAT JSON) ";
  private static final Pattern HIT = Pattern.compile("\"Shared Hit Blocks\": (\\d+)");
  private static final Pattern READ = Pattern.compile("\"Shared Read Blocks\": (\\d+)");
  private static final Pattern RECORDS = Pattern.compile("\"WAL Records\": (\\d+)");
  private static final Pattern WAL = Pattern.compile("\"WAL Bytes\": (\\d+)");

  /**
   * Cost of one operation.
   *
   * @param buffers 8 kB pages of shared memory looked at
   * @param walBytes what it wrote to the log
   * @param walRecords in how many records
   */
  public record Cost(double buffers, double walBytes, double walRecords) {}

  private final Connection connection;
  private final Contract contract;
  private final Map<String, String> refused = new ConcurrentHashMap<>();

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

  /** A commit on a branch; empty if it failed. */
  public Optional<Cost> commit(String branch) {
    return least(
        "commit",
        EXPLAIN + contract.commitSql(),
        (statement, n) -> contract.bindCommit(statement, "probe", branch, "probe " + n));
  }

  /** Reading the version of a table in schema public; empty if pgGit cannot or it failed. */
  public Optional<Cost> version(String table) {
    return contract
        .versionSql()
        .flatMap(
            sql ->
                least(
                    "get_version",
                    EXPLAIN + sql,
                    (statement, n) -> contract.bindVersion(statement, "public", table)));
  }

  /** A query without parameters; empty if it failed. */
  public Optional<Cost> query(String sql) {
    return least(sql, EXPLAIN + sql, (statement, n) -> {});
  }

  /**
   * A utility statement, its event triggers included; empty if it failed.
   *
   * @param prepare run before it each time, and not weighed; empty for nothing
   */
  public Optional<Cost> utility(String prepare, String sql) {
    return least(
        sql,
        EXPLAIN + "SELECT pg_temp.weigh(?)",
        (statement, n) -> {
          try (var first = connection.createStatement()) {
            first.execute(
                "CREATE OR REPLACE FUNCTION pg_temp.weigh(text) RETURNS void LANGUAGE plpgsql"
                    + " AS 'BEGIN EXECUTE $1; END'");
            if (!prepare.isEmpty()) {
              first.execute(prepare);
            }
          }
          statement.setString(1, sql);
        });
  }

  /** What could not be weighed, with the first error of each. */
  public Map<String, String> refused() {
    return Map.copyOf(refused);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** Sets the parameters of the n-th try. */
  private interface Binding {
    void bind(PreparedStatement statement, int n) throws SQLException;
  }

  private Optional<Cost> least(String what, String sql, Binding binding) {
    Optional<Cost> least = Optional.empty();
    for (int n = 0; n < TRIES; n++) {
      try (var statement = connection.prepareStatement(sql)) {
        binding.bind(statement, n);
        var cost = read(statement);
        if (least.isEmpty() || cost.buffers() < least.get().buffers()) {
          least = Optional.of(cost);
        }
      } catch (SQLException e) {
        LOG.debug("could not weigh {}", what, e);
        refused.putIfAbsent(
            what, String.valueOf(e.getMessage()).lines().findFirst().orElse("no message"));
        return Optional.empty();
      } finally {
        rollback();
      }
    }
    return least;
  }

  private static Cost read(PreparedStatement statement) throws SQLException {
    try (var rows = statement.executeQuery()) {
      rows.next();
      var plan = rows.getString(1);
      return new Cost(first(HIT, plan) + first(READ, plan), first(WAL, plan), first(RECORDS, plan));
    }
  }

  /** The first number belongs to the topmost node, which counts what is below it too. */
  private static double first(Pattern pattern, String plan) {
    var match = pattern.matcher(plan);
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
