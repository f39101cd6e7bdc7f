package pggit.load.measure;

import com.zaxxer.hikari.HikariPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * A pool's own count of its connections. The four numbers are read one after the other while the
 * pool works, so they need not add up.
 *
 * @param active connections that are lent out
 * @param idle connections that wait in the pool
 * @param pending callers that wait for a connection
 * @param total connections of the pool, those on their way out included
 * @param timeouts time-outs since the pool started
 */
public record PoolState(int active, int idle, int pending, int total, long timeouts) {

  /** What the pool says now; does not wait for the pool. */
  public static PoolState of(HikariPoolMXBean pool, PoolTracker tracker) {
    return new PoolState(
        pool.getActiveConnections(),
        pool.getIdleConnections(),
        pool.getThreadsAwaitingConnection(),
        pool.getTotalConnections(),
        tracker.timeoutCount());
  }

  /**
   * The state of a pool that somebody else holds, found by its name among the JVM's MBeans; the
   * pool must be configured with {@code registerMbeans}. Not through HikariCP's {@code PoolStats},
   * which answers with numbers up to a second old.
   *
   * @return a source that is empty before the pool starts and after it is closed
   */
  public static Supplier<Optional<PoolState>> ofRegistered(String poolName, PoolTracker tracker) {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName name;
    try {
      name = new ObjectName("com.zaxxer.hikari:type=Pool (" + poolName + ")");
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException("no name for a pool that is observed: " + poolName, e);
    }
    HikariPoolMXBean pool = JMX.newMXBeanProxy(beans, name, HikariPoolMXBean.class);
    return () -> {
      try {
        return beans.isRegistered(name) ? Optional.of(of(pool, tracker)) : Optional.empty();
      } catch (UndeclaredThrowableException e) { // closed in between
        return Optional.empty();
      }
    };
  }

  /** Writes {@code pool.csv} of a run's directory; watches no pool yet. */
  public static Sampler<PoolState> sampler(Path directory, Duration every) {
    return new Sampler<>(
        directory.resolve("pool.csv"),
        "active,idle,pending,total,timeouts",
        every,
        s -> List.of(s.active, s.idle, s.pending, s.total, s.timeouts));
  }
}
