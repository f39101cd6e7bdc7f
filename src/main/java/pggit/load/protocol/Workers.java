package pggit.load.protocol;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for blocking JDBC work: virtual ones on Java 21 and newer, else a bounded pool of named
 * platform threads.
 */
final class Workers {

  private static final int AUTOMATIC_LIMIT = 256;

  private Workers() {}

  /**
   * @param limit most platform threads, 0 for automatic; without effect on virtual threads
   */
  static ExecutorService start(int limit) {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException e) {
      return platformThreads(limit == 0 ? AUTOMATIC_LIMIT : limit);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("virtual threads exist and cannot be started", e);
    }
  }

  private static ExecutorService platformThreads(int limit) {
    var number = new AtomicInteger();
    var pool =
        new ThreadPoolExecutor(
            limit,
            limit,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              var thread = new Thread(task, "pggit-worker-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
