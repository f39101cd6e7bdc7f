package pggit.load.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Threads for blocking JDBC work: as many as work at the same time, up to a limit; beyond it tasks
 * wait. A task goes to the thread that became idle last, whose stack is still in the cache. Threads
 * end after ten idle seconds.
 *
 * <p>Platform threads on every Java. Users who wait for a connection wait without a thread ({@link
 * WaitingLine}), so there are no more threads than connections, and for so few a virtual thread
 * costs more than it saves: it sees each answer through the JVM's poller, two thread switches later
 * (measured with {@code SELECT 1} on JDK 25).
 */
final class Workers extends AbstractExecutorService {

  private static final int AUTOMATIC_LIMIT = 1024;
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Deque<Seat> idle = new ArrayDeque<>();
  private final Map<Thread, Seat> seats = new HashMap<>();
  private final Deque<Runnable> queue = new ArrayDeque<>();
  private int started;
  private boolean closed;

  /** For a reader without the lock: a hint. */
  private volatile int queued;

  /** Where an idle thread waits for its next task. */
  private static final class Seat {
    final Condition called;
    @Nullable Runnable task;

    Seat(Condition called) {
      this.called = called;
    }
  }

  /**
   * @param limit most threads, 0 for automatic
   */
  Workers(int limit) {
    this.limit = limit == 0 ? AUTOMATIC_LIMIT : limit;
  }

  @Override
  public void execute(Runnable task) {
    Worker worker;
    lock.lock();
    try {
      if (closed) {
        throw new RejectedExecutionException("the run is over");
      }
      Seat seat = idle.pollFirst();
      if (seat != null) {
        seat.task = task;
        seat.called.signal();
        return;
      }
      if (seats.size() == limit) {
        queue.add(task);
        queued = queue.size();
        return;
      }
      worker = new Worker(this, ++started, task);
      seats.put(worker, new Seat(lock.newCondition()));
    } finally {
      lock.unlock();
    }
    worker.start();
  }

  /** Whether tasks are waiting because all threads that may be are at work. */
  boolean isShort() {
    return queued > 0;
  }

  /** Waits for the next task of an idle worker; null when it is to end. */
  @Nullable Runnable next(Worker worker) {
    lock.lock();
    try {
      Seat seat = seats.get(worker);
      if (seat == null) {
        return null;
      }
      Runnable task = queue.poll();
      queued = queue.size();
      if (task == null && !closed) {
        task = await(seat);
      }
      if (task == null) {
        seats.remove(worker);
        ended.signalAll();
      }
      return task;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Runnable await(Seat seat) {
    seat.task = null;
    idle.addFirst(seat);
    long left = IDLE_NANOS;
    while (seat.task == null && !closed && left > 0) {
      try {
        left = seat.called.awaitNanos(left);
      } catch (InterruptedException e) {
        break; // shutdownNow, or somebody who does not know this thread: end it
      }
    }
    if (seat.task == null) {
      idle.remove(seat);
    }
    return seat.task;
  }

  @Override
  public void shutdown() {
    lock.lock();
    try {
      closed = true;
      idle.forEach(seat -> seat.called.signal());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    lock.lock();
    try {
      List<Runnable> left = new ArrayList<>(queue);
      queue.clear();
      queued = 0;
      seats.keySet().forEach(Thread::interrupt);
      return left;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isShutdown() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isTerminated() {
    lock.lock();
    try {
      return closed && seats.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    long left = unit.toNanos(timeout);
    lock.lock();
    try {
      while (!(closed && seats.isEmpty())) {
        if (left <= 0) {
          return false;
        }
        left = ended.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
