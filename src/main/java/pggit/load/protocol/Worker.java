package pggit.load.protocol;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that waits for the server in a user's stead. Between two requests it carries the user:
 * it does what the user's event loop would do, so that a user who asks again and again is handed
 * from thread to thread once, not twice for each request. A user who has to wait for anything else
 * is back on the event loop.
 *
 * @see CarriedLoop
 */
final class Worker extends Thread {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** What an event loop would have queued. */
  private final Deque<Runnable> steps = new ArrayDeque<>();

  private boolean carrying;
  private long user;
  private @Nullable Execution next;

  Worker(int number, Runnable tasks) {
    super(tasks, "pggit-worker-" + number);
    setDaemon(true);
  }

  /** The worker on whose thread we are, if it is carrying a user just now. */
  static @Nullable Worker carrying() {
    return Thread.currentThread() instanceof Worker worker && worker.carrying ? worker : null;
  }

  /**
   * Does one execution, and those that follow at once: its user's next one, or that of whoever gets
   * its connection, so that no connection waits for another thread to wake up.
   */
  void carry(Execution first) {
    carrying = true;
    Execution now = first;
    while (now != null) {
      user = now.user();
      next = null;
      attempt(now::perform);
      for (Runnable step = steps.poll(); step != null; step = steps.poll()) {
        attempt(step);
      }
      now = following(now.leavePool(), next); // not before: there are no more workers than places
    }
    carrying = false;
  }

  private static @Nullable Execution following(@Nullable Execution heir, @Nullable Execution own) {
    return own != null && own.goesOn(heir == null) ? own : heir;
  }

  /** To be done on this thread when what it is at has returned. */
  void then(Runnable step) {
    steps.add(step);
  }

  /**
   * Keeps the next request of the user who is carried.
   *
   * @return false if it is somebody else's, who may have come along in a crowd
   */
  boolean keeps(Execution execution) {
    if (execution.user() != user || next != null) {
      return false;
    }
    next = execution;
    return true;
  }

  static void attempt(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) { // the thread has others to serve
      LOG.error("a step went wrong, and its user may be lost", e);
    }
  }
}
