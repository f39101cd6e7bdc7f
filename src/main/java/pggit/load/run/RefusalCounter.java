package pggit.load.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.postgresql.ds.PGSimpleDataSource;
import pggit.load.server.Endpoint;

/**
 * Opens the connections of a pool and counts what the server refused, by SQLSTATE: the pool keeps
 * such a refusal to itself and tells its callers of a time-out.
 */
final class RefusalCounter extends PGSimpleDataSource {

  /**
   * What HikariCP takes it for: how long a pool that closes waits for a connection in the making.
   */
  private static final int CLOSE_SECONDS = 5;

  private final transient Endpoint endpoint;
  private final transient Map<String, LongAdder> refusals = new ConcurrentHashMap<>();

  RefusalCounter(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** Connections that could not be opened, by SQLSTATE. */
  Map<String, Long> refusals() {
    var counts = new TreeMap<String, Long>();
    refusals.forEach((sqlState, count) -> counts.put(sqlState, count.sum()));
    return counts;
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      return endpoint.connect();
    } catch (SQLException e) {
      var sqlState = e.getSQLState() == null ? "none" : e.getSQLState();
      refusals.computeIfAbsent(sqlState, state -> new LongAdder()).increment();
      throw e;
    }
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // the endpoint's connectTimeout holds
  }

  @Override
  public int getLoginTimeout() {
    return CLOSE_SECONDS;
  }

  @Override
  public String toString() {
    return endpoint.jdbcUrl();
  }
}
