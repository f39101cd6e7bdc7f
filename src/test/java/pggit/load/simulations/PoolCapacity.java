package pggit.load.simulations;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import pggit.load.protocol.Pool;
import pggit.load.server.SetupException;

/** Measures what a pool can serve: as many callers as connections, each asking again at once. */
final class PoolCapacity {

  private PoolCapacity() {}

  /**
   * Statements per second.
   *
   * @param statement what each caller does with a connection
   * @param during how long is measured, after a fifth of that for warming up
   * @throws SetupException if a statement fails: there is no capacity to put under pressure then
   */
  static double measure(Pool pool, int callers, String statement, Duration during) {
    long start = System.nanoTime();
    long from = start + during.toNanos() / 5;
    long end = from + during.toNanos();
    var threads =
        Executors.newFixedThreadPool(
            callers,
            task -> {
              var thread = new Thread(task, "pggit-capacity");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Callable<Integer>> loops = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        loops.add(() -> loop(pool, statement, from, end));
      }
      int done = 0;
      for (var loop : threads.invokeAll(loops)) {
        done += loop.get();
      }
      return done / (during.toNanos() / 1e9);
    } catch (ExecutionException e) {
      throw new SetupException(
          "the pool's capacity cannot be measured: " + String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SetupException("interrupted while measuring the pool's capacity", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static int loop(Pool pool, String statement, long from, long end) throws SQLException {
    int done = 0;
    while (System.nanoTime() - end < 0) {
      try (var connection = pool.connection();
          var execution = connection.createStatement()) {
        execution.execute(statement);
      }
      long now = System.nanoTime();
      if (now - from >= 0 && now - end < 0) {
        done++;
      }
    }
    return done;
  }
}
