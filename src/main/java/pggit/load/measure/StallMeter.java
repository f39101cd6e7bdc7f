package pggit.load.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that do nothing but wake every {@value #EVERY_MILLIS} ms and note when they are late, as
 * jHiccup does: what a busy machine, a collection of garbage or a suspended guest does to everybody
 * must not be held against what is measured. It takes a thousandth of a core.
 *
 * @see <a href="https://github.com/giltene/jHiccup">jHiccup</a>
 */
public final class StallMeter implements AutoCloseable {

  private static final long EVERY_MILLIS = 5;

  /** What is less is the ordinary price of waking. */
  private static final long WORTH_NOTING_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** One thread may be lucky where another is not. */
  private static final int THREADS = 2;

  /** An hour of nothing but stalls. */
  private static final int KEPT = 1_000_000;

  private final List<Stall> stalls = new ArrayList<>();
  private volatile boolean closed;

  /** A meter that runs until it is closed, on daemon threads. */
  public StallMeter() {
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(this::run, "pggit-stall-meter-" + i);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    long step = TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS);
    while (!closed) {
      long due = System.nanoTime() + step;
      long now;
      do {
        LockSupport.parkNanos(this, due - System.nanoTime()); // may return too early
        now = System.nanoTime();
      } while (now - due < 0);
      if (now - due >= WORTH_NOTING_NANOS) {
        note(new Stall(now, now - due));
      }
    }
  }

  private synchronized void note(Stall stall) {
    if (stalls.size() < KEPT) {
      stalls.add(stall);
    }
  }

  /** What was noted so far, in the order in which it ended. */
  public synchronized List<Stall> stalls() {
    return List.copyOf(stalls);
  }

  /** May come twice. */
  @Override
  public void close() {
    closed = true;
  }
}
