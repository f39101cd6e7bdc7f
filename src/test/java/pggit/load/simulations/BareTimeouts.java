package pggit.load.simulations;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.ds.PGSimpleDataSource;
import pggit.load.measure.Ticker;
import pggit.load.verdict.ClockControl;

/** Time-outs of a HikariCP pool that has no connection, for a few callers who do nothing else. */
final class BareTimeouts implements AutoCloseable {

  private static final int CALLERS = 4;

  private static final class Nowhere extends PGSimpleDataSource {
    @Override
    public Connection getConnection() throws SQLException {
      throw new SQLException("this pool has no connection");
    }
  }

  private final Duration timeout;
  private final AtomicLong slowestNanos = new AtomicLong();
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
    config.setDataSource(new Nowhere());
    config.setConnectionTimeout(timeout.toMillis());
    config.setValidationTimeout(timeout.toMillis());
    config.setInitializationFailTimeout(-1);
    var pool = new HikariDataSource(config);
    for (int i = 0; i < CALLERS; i++) {
      opened.add(
          Ticker.start(
              "pggit-bare-timeouts-" + i, Duration.ofMillis(1), "bare time-outs", () -> ask(pool)));
    }
    opened.add(pool);
  }

  private void ask(HikariDataSource pool) {
    long begun = System.nanoTime();
    try {
      pool.getConnection().close();
    } catch (SQLException e) {
      long took = System.nanoTime() - begun;
      slowestNanos.accumulateAndGet(took, Math::max);
    }
  }

  /** More than a twentieth over the time-out, half of what the pool is let off with, is slow. */
  ClockControl soFar() {
    return new ClockControl(
        "a bare time-out of a pool",
        Duration.ofNanos(slowestNanos.get()),
        timeout.plus(timeout.dividedBy(20)));
  }

  @Override
  public void close() throws Exception {
    for (var one : opened) {
      one.close();
    }
  }
}
