package pggit.load.protocol;

import io.gatling.core.session.Session;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import pggit.load.server.Endpoint;

/**
 * Each user's statement by the driver alone, on a connection of his own, with a clock around it.
 */
final class BareLoop implements AutoCloseable {

  private final List<Connection> connections = new ArrayList<>();
  private final List<PreparedStatement> statements = new ArrayList<>();
  private final List<Histogram> halves =
      List.of(new ConcurrentHistogram(3), new ConcurrentHistogram(3));
  private final int[] done;

  BareLoop(Endpoint endpoint, String sql, int users) throws SQLException {
    done = new int[users];
    for (int i = 0; i < users; i++) {
      connections.add(endpoint.connect());
      statements.add(connections.get(i).prepareStatement(sql));
    }
  }

  /** Once for this user, on whichever thread has him. */
  void once(Session session) {
    int user = (int) session.userId();
    long began = System.nanoTime();
    try (var rows = statements.get(user).executeQuery()) {
      rows.next();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    long took = System.nanoTime() - began;
    halves.get(done[user]++ % 2).recordValue(took);
  }

  /** Forgets what it has measured. */
  void reset() {
    halves.forEach(Histogram::reset);
  }

  /** Every other time of each user, in ns. */
  Histogram half(int which) {
    return halves.get(which);
  }

  /** All times, in ns. */
  Histogram whole() {
    var whole = new Histogram(3);
    halves.forEach(whole::add);
    return whole;
  }

  @Override
  public void close() throws SQLException {
    for (var connection : connections) {
      connection.close();
    }
  }
}
