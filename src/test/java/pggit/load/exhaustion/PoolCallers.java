package pggit.load.exhaustion;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Callers of a pool, each on a thread of its own. */
final class PoolCallers implements AutoCloseable {

  private static final long LIMIT_SECONDS = 60;

  private final HikariDataSource pool;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  PoolCallers(HikariDataSource pool) {
    this.pool = pool;
  }

  /**
   * All come, one every {@code apart}, and each holds a connection on the server for that long.
   *
   * @return how many failed
   */
  int hold(int users, Duration apart, Duration held) throws Exception {
    List<Future<Boolean>> answers = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      answers.add(threads.submit(() -> hold(held)));
      TimeUnit.NANOSECONDS.sleep(apart.toNanos()); // the pace of arrivals, not a wait of the test
    }
    int failed = 0;
    for (var answer : answers) {
      failed += result(answer) ? 0 : 1;
    }
    return failed;
  }

  private boolean hold(Duration held) {
    try (Connection connection = pool.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("SELECT pg_sleep(" + held.toMillis() / 1e3 + ")");
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private static boolean result(Future<Boolean> answer)
      throws InterruptedException, ExecutionException {
    try {
      return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError("a caller had no answer after " + LIMIT_SECONDS + " s", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
