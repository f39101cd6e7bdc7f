package pggit.load.protocol;

import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does things at an instant, to some tens of microseconds: Gatling's and Netty's timers count
 * milliseconds. One daemon thread, {@code pggit-pacer}; what it does must be brief. Instants are
 * {@link System#nanoTime}.
 */
final class Pacer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Pacer.class);

  private record Appointment(long atNanos, long number, Runnable what)
      implements Comparable<Appointment> {
    @Override
    public int compareTo(Appointment other) {
      long difference = atNanos - other.atNanos; // nanoTime may wrap round
      return difference != 0 ? Long.signum(difference) : Long.compare(number, other.number);
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition earlier = lock.newCondition();
  private final PriorityQueue<Appointment> appointments = new PriorityQueue<>();
  private final Thread thread = new Thread(this::run, "pggit-pacer");
  private long made;
  private boolean closed;

  /** Does it at that instant; at once, on the pacer's thread, if that is past. */
  void at(long nanos, Runnable what) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (made == 0) {
        thread.setDaemon(true);
        thread.start();
      }
      var appointment = new Appointment(nanos, made++, what);
      appointments.add(appointment);
      if (appointment.equals(appointments.peek())) {
        earlier.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (var due = next(); due != null; due = next()) {
        attempt(due.what);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @org.jspecify.annotations.Nullable Appointment next() throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        var first = appointments.peek();
        if (first == null) {
          earlier.await();
          continue;
        }
        long left = first.atNanos - System.nanoTime();
        if (left <= 0) {
          return appointments.remove();
        }
        earlier.awaitNanos(left);
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private static void attempt(Runnable what) {
    try {
      what.run();
    } catch (RuntimeException e) { // the others have appointments, too
      LOG.error("a user is lost", e);
    }
  }

  /** Nothing happens any more. May come twice. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      appointments.clear();
      earlier.signal();
    } finally {
      lock.unlock();
    }
  }
}
