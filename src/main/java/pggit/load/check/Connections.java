package pggit.load.check;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import pggit.load.server.Endpoint;
import pggit.load.server.WayIn;

/** Where all sessions of checks are opened, those of scripts too. */
final class Connections {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofMillis(100);
  private static final int POOLER_TRIES = 3;

  /** too_many_connections */
  private static final String FULL = "53300";

  private Connections() {}

  /** An endpoint whose statements end in time. */
  static Endpoint bounded(Endpoint endpoint, Duration patience) {
    return endpoint.bounded("pggit-check", patience, CONNECT);
  }

  /**
   * A pooler whose server sessions have just been ended may refuse the client that comes next, and
   * a server may be full with the sessions of other checks for a moment, which is no fault of
   * pgGit's.
   */
  static Connection open(Endpoint endpoint) throws SQLException {
    long deadline = System.nanoTime() + CONNECT.toNanos();
    boolean direct = endpoint.way() == WayIn.DIRECT;
    for (int tries = 1; ; tries++) {
      try {
        return endpoint.connect();
      } catch (SQLException e) {
        boolean full = direct && FULL.equals(e.getSQLState());
        if (direct && !full) {
          throw e;
        }
        if (full && System.nanoTime() > deadline) {
          throw new CannotTell("the server has no connection left: " + Failure.of(e));
        }
        if (!direct && tries == POOLER_TRIES) {
          throw new CannotTell(
              "the pooler gives no session (%s %s): %s, or let it have more"
                  .formatted(e.getSQLState(), e.getMessage(), WayIn.REMEDY));
        }
        if (full) {
          LockSupport.parkNanos(RETRY.toNanos());
        }
      }
    }
  }
}
