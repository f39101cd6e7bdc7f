package pggit.load.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import pggit.load.server.Endpoint;

/**
 * A crowd in front of a small pool, in this JVM: when each user came and what became of him. Any
 * thread may report; reading is for afterwards.
 */
final class Waiting {

  /**
   * @param driver that they use
   * @param users who all come at once
   * @param pool connections there are
   * @param hold how long each user holds one
   * @param timeout longest wait for one
   */
  record Plan(
      Endpoint endpoint, Driver driver, int users, int pool, Duration hold, Duration timeout) {}

  private final Plan plan;
  private final long[] tookNanos;
  private final boolean[] served;
  private final AtomicInteger came = new AtomicInteger();
  private final AtomicInteger went = new AtomicInteger();
  private volatile long heapBefore;
  private volatile long rssBefore;
  private volatile long heapWhileWaiting;
  private volatile long rssWhileWaiting;
  private volatile int threads;

  Waiting(Plan plan) {
    this.plan = plan;
    tookNanos = new long[plan.users()];
    served = new boolean[plan.users()];
  }

  Plan plan() {
    return plan;
  }

  /** A number for a user who has come. */
  int comes() {
    return came.getAndIncrement();
  }

  void goes(int user, long nanos, boolean wasServed) {
    tookNanos[user] = nanos;
    served[user] = wasServed;
    went.incrementAndGet();
  }

  boolean allHaveCome() {
    return came.get() == plan.users();
  }

  boolean allHaveGone() {
    return went.get() == plan.users();
  }

  /** Takes the measure of the JVM without a crowd. */
  void measureBefore() {
    heapBefore = heap();
    rssBefore = rss();
  }

  /** Takes the measure of the crowd, while most of it still waits. */
  void measureWhileWaiting() {
    threads = ManagementFactory.getThreadMXBean().getThreadCount();
    heapWhileWaiting = heap();
    rssWhileWaiting = rss();
  }

  /** What became of them; for when all have gone. */
  WaitingFacts facts() {
    long servedCount = 0;
    double latestServed = 0;
    double earliestRefusal = Double.MAX_VALUE;
    double latestRefusal = 0;
    for (int user = 0; user < tookNanos.length; user++) {
      double millis = tookNanos[user] / 1e6;
      if (served[user]) {
        servedCount++;
        latestServed = Math.max(latestServed, millis);
      } else {
        earliestRefusal = Math.min(earliestRefusal, millis);
        latestRefusal = Math.max(latestRefusal, millis);
      }
    }
    return new WaitingFacts(
        came.get(),
        went.get(),
        servedCount,
        latestServed,
        servedCount == went.get() ? 0 : earliestRefusal,
        latestRefusal,
        threads,
        heapBefore,
        heapWhileWaiting,
        rssBefore,
        rssWhileWaiting);
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long rss() {
    try {
      return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", 3)[1]) * 4096;
    } catch (java.io.IOException e) {
      return 0; // no /proc
    }
  }
}
