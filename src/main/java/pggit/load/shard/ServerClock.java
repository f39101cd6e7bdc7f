package pggit.load.shard;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;

/**
 * The server's clock, as seen from here: of the latest readings the one with the shortest way there
 * and back, which is wrong by no more than half of that way.
 *
 * @see <a href="https://doi.org/10.1007/BF01784024">Cristian (1989)</a>
 */
final class ServerClock {

  private static final int KEPT = 16;
  private static final String NOW = "SELECT clock_timestamp()";

  /** What the server said at a time of {@link System#nanoTime} and of this machine's clock. */
  private record Look(Instant server, long nanos, Instant here, long wayNanos) {}

  private final Deque<Look> looks = new ArrayDeque<>();

  /** Asks the server a few times. */
  ServerClock set(Connection connection) throws SQLException {
    for (int i = 0; i < KEPT; i++) {
      long before = System.nanoTime();
      try (var statement = connection.createStatement();
          var row = statement.executeQuery(NOW)) {
        row.next();
        saw(row.getObject(1, OffsetDateTime.class).toInstant(), before);
      }
    }
    return this;
  }

  /** An answer that has just come, with what the server's clock said meanwhile. */
  synchronized void saw(Instant server, long askedNanos) {
    long way = System.nanoTime() - askedNanos;
    looks.add(new Look(server, askedNanos + way / 2, Instant.now().minusNanos(way / 2), way));
    if (looks.size() > KEPT) {
      looks.remove();
    }
  }

  private synchronized Look best() {
    return looks.stream().min(Comparator.comparingLong(Look::wayNanos)).orElseThrow();
  }

  /** When an instant of the server's is, by {@link System#nanoTime}. */
  long nanos(Instant server) {
    var look = best();
    return look.nanos + ChronoUnit.NANOS.between(look.server, server);
  }

  /** What the server's clock says at a time of {@link System#nanoTime}. */
  Instant server(long nanos) {
    var look = best();
    return look.server.plusNanos(nanos - look.nanos);
  }

  /** How far the server's clock is ahead of this machine's. */
  Duration offset() {
    var look = best();
    return Duration.between(look.here, look.server);
  }

  /** How wrong {@link #offset} may be. */
  Duration error() {
    return Duration.ofNanos(best().wayNanos / 2);
  }
}
