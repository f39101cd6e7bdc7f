package pggit.load.protocol;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The pool that serves users without a direct connection; opened when the first of them comes. Any
 * thread may use it.
 */
public final class Pool implements AutoCloseable {

  /** Class and method that a report of a leak made here names. */
  public static final String PLACE_OF_LEAK = "pggit.load.protocol.Pool.leak";

  private final Supplier<HikariConfig> config;
  private final Map<Connection, Leak> leaked = new LinkedHashMap<>();
  private @Nullable HikariDataSource source;
  private boolean closed;

  /**
   * @param config makes the configuration; asked once, when the first user comes
   */
  public Pool(Supplier<HikariConfig> config) {
    this.config = config;
  }

  /** Opens the pool now instead of for the first user. */
  public void open() {
    source();
  }

  /** A connection of the pool; the caller closes it. */
  public Connection connection() throws SQLException {
    return source().getConnection();
  }

  /** Takes a connection, begins a transaction on it, and keeps both until {@link #evictLeaked}. */
  void leak() throws SQLException {
    var connection = source().getConnection();
    long takenNanos = System.nanoTime();
    var driver = connection.unwrap(PGConnection.class);
    var leak = new Leak(driver.toString(), driver.getBackendPID(), takenNanos);
    synchronized (leaked) {
      leaked.put(connection, leak);
    }
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  /** The connections that are leaked now. */
  public List<Leak> leaks() {
    synchronized (leaked) {
      return List.copyOf(leaked.values());
    }
  }

  /**
   * Takes all leaked connections away from those who keep them and closes them; the server rolls
   * back what they had begun.
   *
   * @return what was evicted
   */
  public List<Leak> evictLeaked() {
    synchronized (leaked) {
      leaked.keySet().forEach(source()::evictConnection);
      var evicted = List.copyOf(leaked.values());
      leaked.clear();
      return evicted;
    }
  }

  /** Closes the pool and, like a server that goes down, whatever it has lent. May come twice. */
  @Override
  public synchronized void close() {
    closed = true;
    if (source != null) {
      source.close();
    }
  }

  private synchronized HikariDataSource source() {
    if (source == null) {
      if (closed) {
        throw new IllegalStateException("the pool is closed");
      }
      source = new HikariDataSource(config.get());
    }
    return source;
  }
}
