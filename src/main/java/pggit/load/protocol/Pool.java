package pggit.load.protocol;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The pool that serves users without a direct connection; opened when the first of them comes. Any
 * thread may use it.
 */
public final class Pool implements AutoCloseable {

  /** Class and method that a report of a leak made here names. */
  public static final String PLACE_OF_LEAK = "pggit.load.protocol.Pool.leak";

  private final HikariConfig config;
  private final WaitingLine line;
  private final Map<Connection, Leak> leaked = new LinkedHashMap<>();
  private volatile @Nullable HikariDataSource source;
  private boolean closed;

  /**
   * @param config of the pool; may still change until it is opened, but for its size and time-out
   */
  public Pool(HikariConfig config) {
    this.config = config;
    line = new WaitingLine(config.getMaximumPoolSize(), config.getConnectionTimeout() * 1_000_000);
  }

  /** Opens the pool now instead of for the first user. */
  public synchronized void open() {
    if (source == null) {
      if (closed) {
        throw new IllegalStateException("the pool is closed");
      }
      source = new HikariDataSource(config);
    }
  }

  /** A connection of the pool; the caller closes it. */
  public Connection connection() throws SQLException {
    return source().getConnection();
  }

  private HikariDataSource source() {
    var opened = source;
    if (opened == null) {
      open();
      opened = Objects.requireNonNull(source);
    }
    return opened;
  }

  /** Takes a connection, begins a transaction on it, and keeps both until {@link #evictLeaked}. */
  void leak() throws SQLException {
    var connection = source().getConnection();
    long takenNanos = System.nanoTime();
    try {
      connection.setAutoCommit(false);
      // The driver knows a process ID as well, which behind a pooler is the pooler's invention.
      try (var statement = connection.createStatement();
          var row = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
        row.next();
        var leak =
            new Leak(connection.unwrap(PGConnection.class).toString(), row.getInt(1), takenNanos);
        synchronized (leaked) {
          leaked.put(connection, leak);
        }
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

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
    List<Leak> evicted;
    synchronized (leaked) {
      leaked.keySet().forEach(source()::evictConnection);
      evicted = List.copyOf(leaked.values());
      leaked.clear();
    }
    evicted.stream()
        .map(leak -> line.leave())
        .filter(Objects::nonNull)
        .forEach(Execution::admitted);
    return evicted;
  }

  /**
   * Closes the pool with all that it has lent, as an application that goes down, and opens another
   * one. Who asks for a connection meanwhile gets one of either.
   */
  public synchronized void restart() {
    var old = source();
    source = new HikariDataSource(config);
    old.close();
  }

  /** Closes the pool and, like a server that goes down, whatever it has lent. May come twice. */
  @Override
  public synchronized void close() {
    closed = true;
    if (source != null) {
      source.close();
    }
  }

  /** Where users wait who find no room inside the pool. */
  WaitingLine line() {
    return line;
  }

  /** How many users stand in line in front of the pool; who waits inside it is not counted. */
  public int waiting() {
    return line.length();
  }
}
