package pggit.load.measure;

import com.zaxxer.hikari.HikariPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.Supplier;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
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
    ObjectName name;
    try {
      name = new ObjectName("com.zaxxer.hikari:type=Pool (" + poolName + ")");
    } catch (JMException e) {
      throw new IllegalArgumentException("no name for a pool that is observed: " + poolName, e);
    }
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    return () -> {
      try {
        return Optional.of(
            new PoolState(
                number(beans, name, "ActiveConnections"),
                number(beans, name, "IdleConnections"),
                number(beans, name, "ThreadsAwaitingConnection"),
                number(beans, name, "TotalConnections"),
                tracker.timeoutCount()));
      } catch (InstanceNotFoundException e) {
        return Optional.empty();
      } catch (JMException e) {
        throw new IllegalStateException("pool " + poolName + " does not tell its state", e);
      }
    };
  }

  private static int number(MBeanServer beans, ObjectName name, String attribute)
      throws JMException {
    return (Integer) beans.getAttribute(name, attribute);
  }
}
