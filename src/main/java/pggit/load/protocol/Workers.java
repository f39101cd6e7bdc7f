package pggit.load.protocol;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for blocking JDBC work: as many as work at the same time, up to a limit; beyond it tasks
 * wait. Threads end after ten idle seconds.
 *
 * <p>Platform threads on every Java. Users who wait for a connection wait without a thread ({@link
 * WaitingLine}), so there are no more threads than connections, and for so few a virtual thread
 * costs more than it saves: it sees each answer through the JVM's poller, two thread switches later
 * (measured with {@code SELECT 1} on JDK 25).
 */
final class Workers extends ThreadPoolExecutor {

  private static final int AUTOMATIC_LIMIT = 1024;

  /** Takes a task at once only if a thread waits for one; else the executor starts a thread. */
  @SuppressWarnings("serial")
  private static final class Tasks extends LinkedTransferQueue<Runnable> {
    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }

    @Override
    public void put(Runnable task) {
      super.offer(task);
    }
  }

  /**
   * @param limit most threads, 0 for automatic
   */
  Workers(int limit) {
    super(0, limit == 0 ? AUTOMATIC_LIMIT : limit, 10, TimeUnit.SECONDS, new Tasks());
    var started = new AtomicInteger();
    setThreadFactory(tasks -> new Worker(started.incrementAndGet(), tasks));
    setRejectedExecutionHandler(
        (task, full) -> {
          if (isShutdown()) {
            throw new RejectedExecutionException("the run is over");
          }
          ((Tasks) getQueue()).put(task);
        });
  }

  /** Whether tasks are waiting because all threads that may be are at work. */
  boolean isShort() {
    return !getQueue().isEmpty();
  }
}
