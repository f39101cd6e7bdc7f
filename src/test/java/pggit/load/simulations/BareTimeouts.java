package pggit.load.simulations;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.postgresql.ds.PGSimpleDataSource;
import pggit.load.measure.Ticker;
import pggit.load.verdict.ClockControl;

/** Time-outs of a HikariCP pool that has no connection, for a few callers who do nothing else. */
final class BareTimeouts implements AutoCloseable {

  private static final int CALLERS = 4;

  /**
   * A connection that is in the making until the pool is closed; at one that fails, HikariCP sleeps
   * for seconds, for which it is closed in vain.
   */
  private static final class Nowhere extends PGSimpleDataSource {
    private final transient CountDownLatch closed = new CountDownLatch(1);

    @Override
    public Connection getConnection() throws SQLException {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new SQLException("this pool has no connection");
    }
  }

  private final Duration timeout;
  private final Histogram took = new ConcurrentHistogram(3);
  private final List<AutoCloseable> opened = new ArrayList<>();

  /**
   * @param timeout of the pool that is judged
   */
  BareTimeouts(Duration timeout) {
    this.timeout = timeout;
  }

  void start() {
    var config = new HikariConfig();
    config.setPoolName("pggit without connections");
    var nowhere = new Nowhere();
    config.setDataSource(nowhere);
    config.setConnectionTimeout(timeout.toMillis());
    config.setValidationTimeout(timeout.toMillis());
    config.setInitializationFailTimeout(-1);
    var pool = new HikariDataSource(config);
    for (int i = 0; i < CALLERS; i++) {
      opened.add(
          Ticker.start(
              "pggit-bare-timeouts-" + i, Duration.ofMillis(1), "bare time-outs", () -> ask(pool)));
    }
    opened.add(0, pool); // closed first, so that nobody has to be waited for
    opened.add(0, nowhere.closed::countDown);
  }

  private void ask(HikariDataSource pool) {
    long begun = System.nanoTime();
    try {
      pool.getConnection().close();
    } catch (SQLException e) {
      took.recordValue(System.nanoTime() - begun);
    }
  }

  /**
   * As the pool is judged: by 99 of 100, which are slow from half of what they are let off with, or
   * by the slowest where that took twice the time-out.
   */
  ClockControl soFar() {
    long most = took.getValueAtPercentile(99);
    long last = took.getMaxValue();
    return new ClockControl(
        "a bare time-out of a pool",
        Duration.ofNanos(last > 2 * timeout.toNanos() ? last : most),
        timeout.plus(timeout.dividedBy(20)));
  }

  @Override
  public void close() throws Exception {
    for (var one : opened) {
      one.close();
    }
  }
}
