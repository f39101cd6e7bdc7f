package pggit.load.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Users in front of a pool, first come first served, without a thread that waits with them. The
 * first few who find no connection free wait inside the pool, where its own figures show them; who
 * comes later stands in line until a connection is free or the time is up. Any thread may call.
 */
final class WaitingLine {

  /** How many may wait inside the pool, each with a thread. */
  static final int INSIDE_BESIDE_POOL = 256;

  private final int size;
  private final long timeoutNanos;
  private final Deque<Execution> line = new ArrayDeque<>();

  /** Executions that have a connection, wait for one inside the pool, or have leaked one. */
  private int inside;

  private boolean alarmSet;

  /**
   * @param size connections of the pool
   * @param timeoutNanos longest wait
   */
  WaitingLine(int size, long timeoutNanos) {
    this.size = size;
    this.timeoutNanos = timeoutNanos;
  }

  /** True if the execution may go to the pool now; else it stands in line. */
  synchronized boolean enter(Execution execution) {
    if (line.isEmpty() && inside < size + INSIDE_BESIDE_POOL) {
      inside++;
      return true;
    }
    line.add(execution);
    if (!alarmSet) {
      setAlarm();
    }
    return false;
  }

  /** How many stand in line. */
  synchronized int length() {
    return line.size();
  }

  /**
   * An execution is done with the pool.
   *
   * @return who is to go to the pool now in its place
   */
  synchronized @Nullable Execution leave() {
    inside--;
    // As many as there are connections, not more: who has stood in line must not wait once more.
    Execution first = inside < size ? line.poll() : null;
    if (first != null) {
      inside++;
    }
    return first;
  }

  private void setAlarm() {
    Execution first = line.peek();
    alarmSet = first != null;
    if (first != null) {
      first.components.at(first.startedNanos() + timeoutNanos, this::expire);
    }
  }

  /** Sends away those whose time is up; they are the first in line. */
  private void expire() {
    List<Execution> expired = new ArrayList<>();
    synchronized (this) {
      long now = System.nanoTime();
      while (!line.isEmpty() && now - line.peek().startedNanos() >= timeoutNanos) {
        expired.add(line.remove());
      }
      setAlarm();
    }
    expired.forEach(Execution::expired);
  }
}
