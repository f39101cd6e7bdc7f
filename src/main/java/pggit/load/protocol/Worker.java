package pggit.load.protocol;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that waits for the server in a user's stead. Between two requests it carries the user:
 * it does for him what his event loop would do, so that a user who asks again and again is handed
 * from thread to thread once, not twice for each request. As soon as he has to wait for anything
 * else, he is back on his event loop.
 *
 * @see CarriedLoop
 */
final class Worker extends Thread {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final Workers workers;
  private final Runnable first;

  /** What an event loop would have queued. */
  private final Deque<Runnable> steps = new ArrayDeque<>();

  private boolean carrying;
  private long user;
  private @Nullable Turn next;

  Worker(Workers workers, int number, Runnable first) {
    super("pggit-worker-" + number);
    this.workers = workers;
    this.first = first;
    setDaemon(true);
  }

  /** The worker on whose thread we are, if it is carrying a user just now. */
  static @Nullable Worker carrying() {
    return Thread.currentThread() instanceof Worker worker && worker.carrying ? worker : null;
  }

  static boolean isCarrying(Thread thread) {
    return thread instanceof Worker worker && worker.carrying;
  }

  @Override
  public void run() {
    for (Runnable task = first; task != null; task = workers.next(this)) {
      attempt(task);
    }
  }

  /** Does one turn, and those that follow from it. */
  void carry(Turn first) {
    carrying = true;
    try {
      for (Turn turn = first; turn != null; turn = turn.successor(next)) {
        user = turn.user();
        next = null;
        attempt(turn::perform);
        for (Runnable step = steps.poll(); step != null; step = steps.poll()) {
          attempt(step);
        }
      }
    } finally {
      carrying = false;
    }
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
  boolean keeps(Turn turn) {
    if (turn.user() != user || next != null) {
      return false;
    }
    next = turn;
    return true;
  }

  private static void attempt(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) { // the thread has other users to serve
      LOG.error("a user is lost", e);
    }
  }
}
