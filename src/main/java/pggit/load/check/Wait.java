package pggit.load.check;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting for something the server does. */
final class Wait {

  /** What is waited for. */
  interface Condition {
    boolean holds() throws SQLException;
  }

  private Wait() {}

  /** Looks every 2 ms; whether it held before the time was up. */
  static boolean until(Duration limit, Condition condition) throws SQLException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(2_000_000);
    }
    return true;
  }
}
