package pggit.load.run;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import pggit.load.server.Endpoint;

/**
 * Opens the connections of a pool and counts what the server refused, by SQLSTATE: the pool keeps
 * such a refusal to itself and tells its callers of a time-out.
 */
final class CountingDoor implements DataSource {

  /**
   * What HikariCP takes it for: how long a pool that closes waits for a connection in the making.
   */
  private static final int CLOSE_SECONDS = 5;

  private final Endpoint endpoint;
  private final ConcurrentHashMap<String, LongAdder> refusals = new ConcurrentHashMap<>();

  CountingDoor(Endpoint endpoint) {
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
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("the endpoint says who connects");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {
    // the endpoint's connectTimeout holds
  }

  @Override
  public int getLoginTimeout() {
    return CLOSE_SECONDS;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }

  @Override
  public String toString() {
    return endpoint.jdbcUrl();
  }
}
