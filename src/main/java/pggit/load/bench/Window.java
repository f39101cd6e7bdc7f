package pggit.load.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Counts requests of a load that runs in this JVM, between the end of its warm-up and its end. */
final class Window {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final long POLL_NANOS = 1_000_000;

  private Window() {}

  /**
   * Waits until the first request is answered, lets the warm-up pass, and measures.
   *
   * @param requests answered so far
   * @param failed true once there is no hope of any
   */
  static Sample measure(Stint stint, LongSupplier requests, BooleanSupplier failed) {
    awaitFirst(requests, failed);
    sleep(stint.warmup());
    long startNanos = System.nanoTime();
    long startCpu = cpuNanos();
    long before = requests.getAsLong();
    sleep(stint.measured());
    long after = requests.getAsLong();
    long endCpu = cpuNanos();
    long endNanos = System.nanoTime();
    return new Sample(after - before, (endNanos - startNanos) / 1e9, (endCpu - startCpu) / 1e9);
  }

  /** Waits until the first request is answered. */
  static void awaitFirst(LongSupplier requests, BooleanSupplier failed) {
    long limit = System.nanoTime() + START_LIMIT.toNanos();
    while (requests.getAsLong() == 0) {
      if (failed.getAsBoolean() || System.nanoTime() > limit) {
        throw new IllegalStateException("the load did not start");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  static void sleep(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static long cpuNanos() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime();
  }
}
