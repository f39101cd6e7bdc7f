package pggit.load.pggit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pggit.load.server.Endpoint;

/**
 * Sessions of the load as the server sees them, by {@code application_name} in the database of who
 * asks: another run on the same server calls its sessions the same.
 *
 * @param active running a statement
 * @param idle waiting for one
 * @param idleInTransaction waiting for one inside a transaction, a failed one included
 * @param total all of them, those that are being set up or in another state included
 */
public record Backends(int active, int idle, int idleInTransaction, int total) {

  /** Columns of {@link #cells()}. */
  public static final String COLUMNS = "active,idle,idle_in_transaction,total";

  // Reading pg_stat_activity takes no lock that a session of the load could wait for.
  private static final String COUNT =
      """
      SELECT count(*) FILTER (WHERE state = 'active'),
             count(*) FILTER (WHERE state = 'idle'),
             count(*) FILTER (WHERE state LIKE 'idle in transaction%'),
             count(*)
      FROM pg_stat_activity
      WHERE application_name = ? AND datname = current_database() AND pid <> pg_backend_pid()""";

  private static final String ALIVE =
      "SELECT count(*) FROM pg_stat_activity WHERE pid = ANY (?) AND application_name = ?";

  /** Counts the sessions of one application, this connection's own left out. */
  public static Backends of(Connection connection, String applicationName) throws SQLException {
    try (var statement = connection.prepareStatement(COUNT)) {
      statement.setString(1, applicationName);
      try (var row = statement.executeQuery()) {
        row.next();
        return new Backends(row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4));
      }
    }
  }

  /** How many of these backends still exist and belong to this application. */
  public static int alive(Connection connection, Collection<Integer> pids, String applicationName)
      throws SQLException {
    try (var statement = connection.prepareStatement(ALIVE)) {
      statement.setArray(1, connection.createArrayOf("int4", pids.toArray()));
      statement.setString(2, applicationName);
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** The numbers of a row of a CSV file. */
  public List<Integer> cells() {
    return List.of(active, idle, idleInTransaction, total);
  }

  /**
   * Counts the sessions of one application whenever a sampler asks. Keeps a connection of its own,
   * replaces it when it breaks, and closes it on {@code close}; belongs to one thread but for that.
   */
  public static final class Source implements Supplier<Optional<Backends>>, AutoCloseable {
    private final Endpoint harness;
    private final String applicationName;
    private @Nullable Connection connection;
    private boolean closed;

    public Source(Endpoint harness, String applicationName) {
      this.harness = harness.with("ApplicationName", "pggit-load harness");
      this.applicationName = applicationName;
    }

    @Override
    public synchronized Optional<Backends> get() {
      if (closed) {
        return Optional.empty();
      }
      try {
        if (connection == null) {
          connection = harness.connect();
        }
        return Optional.of(Backends.of(connection, applicationName));
      } catch (SQLException e) {
        disconnect();
        throw new IllegalStateException("pg_stat_activity cannot be read: " + e.getMessage(), e);
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
      disconnect();
    }

    private void disconnect() {
      if (connection != null) {
        try {
          connection.close();
        } catch (SQLException e) {
          // broken already
        }
        connection = null;
      }
    }
  }
}
