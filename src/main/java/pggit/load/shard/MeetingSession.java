package pggit.load.shard;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.server.Endpoint;
import pggit.load.server.WayIn;

/**
 * The session in which an injector meets the others. Comes back after the server was away for a
 * while, and does the work again that it was about: all of that may be done twice. Any thread.
 */
final class MeetingSession implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MeetingSession.class);
  private static final String NAME = "pggit-load-meeting";
  private static final Duration STATEMENT = Duration.ofSeconds(60);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration AWAY = Duration.ofSeconds(60);
  private static final long AGAIN_MILLIS = 200;

  /** Nobody's commit waits for the disk because of a heartbeat. */
  private static final String SET_UP = "SET synchronous_commit = off";

  private final Endpoint place;
  private @Nullable Connection connection;
  private int connections;
  private boolean closed;

  MeetingSession(Endpoint place) {
    this.place = place.bounded(NAME, STATEMENT, CONNECT);
  }

  Endpoint place() {
    return place;
  }

  /** How many connections it took so far: one more each time that the server was away. */
  synchronized int connections() {
    return connections;
  }

  /**
   * Does some work on the connection.
   *
   * @throws IllegalStateException if the server stays away, or refuses
   */
  <T> T done(Statements.Work<T> work) {
    try {
      return tried(work);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "the injectors cannot meet at %s: %s".formatted(place.place(), e.getMessage()), e);
    }
  }

  /** The same for who knows what to do where the server refuses. */
  synchronized <T> T tried(Statements.Work<T> work) throws SQLException {
    long end = System.nanoTime() + AWAY.toNanos();
    while (true) {
      try {
        return work.with(new Statements(open()));
      } catch (SQLException e) {
        if (!isAway(e) || closed || System.nanoTime() - end > 0) {
          throw e;
        }
        LOG.debug("the meeting's server is away", e);
        drop();
        pause(e);
      }
    }
  }

  private Connection open() throws SQLException {
    var open = connection;
    if (open == null) {
      open = place.connect();
      if (place.way() != WayIn.TRANSACTIONS) { // else others would have it
        try (var statement = open.createStatement()) {
          statement.execute(SET_UP);
        }
      }
      connection = open;
      connections++;
    }
    return open;
  }

  /** Whether a new connection may mend it: the server ended, or begins. */
  private static boolean isAway(SQLException e) {
    var state = String.valueOf(e.getSQLState());
    return state.startsWith("08") || state.startsWith("57P") || state.equals("53300");
  }

  private static void pause(SQLException reason) throws SQLException {
    try {
      TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw reason;
    }
  }

  private void drop() {
    var broken = connection;
    connection = null;
    if (broken != null) {
      try {
        broken.close();
      } catch (SQLException e) {
        LOG.debug("a broken connection did not close", e);
      }
    }
  }

  /** May come twice. */
  @Override
  public synchronized void close() {
    closed = true;
    drop();
  }
}
