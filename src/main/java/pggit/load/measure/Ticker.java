package pggit.load.measure;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon thread that does one piece of work at a steady pace until it is closed. What comes late
 * is done once, not made up for: a stalled machine is not burdened more. Work that throws is tried
 * again next time.
 */
public final class Ticker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
  private static final long STOP_SECONDS = 10;

  private final String what;
  private final Runnable work;
  private final ScheduledExecutorService thread;
  private boolean failing;

  private Ticker(String name, String what, Runnable work) {
    this.what = what;
    this.work = work;
    thread = Executors.newSingleThreadScheduledExecutor(daemons(name));
  }

  /** Threads of that name that keep no process alive. */
  public static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * @param name of the thread
   * @param every from the end of the work to its next beginning
   * @param what is lost when the work fails, for the log
   */
  public static Ticker start(String name, Duration every, String what, Runnable work) {
    Ticker ticker = new Ticker(name, what, work);
    var unused =
        ticker.thread.scheduleWithFixedDelay(
            ticker::attempt, 0, every.toNanos(), TimeUnit.NANOSECONDS);
    return ticker;
  }

  private void attempt() {
    try {
      work.run();
      failing = false;
    } catch (RuntimeException e) { // would silently end the schedule otherwise
      if (!failing) { // once, not ten times a second
        failing = true;
        LOG.warn("{} are missing: {}", what, e.toString());
      }
    }
  }

  /** Waits a while for work in progress. May come twice. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("{} were not done with after {} s", what, STOP_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
