package pggit.load.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Users in front of a pool, first come first served, without a thread that waits with them. The
 * first few who find no connection free wait inside the pool, where its own figures show them; who
 * comes later stands in line until a connection is free, or until his time is up. Any thread may
 * call.
 */
final class WaitingLine {

  /** How many may wait inside the pool, each with a thread. */
  static final int INSIDE_BESIDE_POOL = 256;

  private final int size;
  private final int admitted;
  private final long timeoutNanos;
  private final Pacer pacer;
  private final Deque<Turn> line = new ArrayDeque<>();

  /** Turns that have a connection, wait for one inside the pool, or have leaked one. */
  private int inside;

  private boolean alarmSet;

  /**
   * @param size connections of the pool
   * @param timeoutNanos longest wait
   */
  WaitingLine(int size, long timeoutNanos, Pacer pacer) {
    this.size = size;
    this.admitted = size + INSIDE_BESIDE_POOL;
    this.timeoutNanos = timeoutNanos;
    this.pacer = pacer;
  }

  /** True if the turn may go to the pool now; else it stands in line. */
  synchronized boolean enter(Turn turn) {
    if (line.isEmpty() && inside < admitted) {
      inside++;
      return true;
    }
    stand(turn);
    return false;
  }

  /**
   * A turn is done with the pool.
   *
   * @return who is to go to the pool now in its place
   */
  synchronized @Nullable Turn leave() {
    inside--;
    return admit();
  }

  /**
   * A turn is done with the pool, and the same user asks again: he may stay if nobody waits.
   *
   * @return who is to go to the pool now
   */
  synchronized @Nullable Turn leaveAndEnter(Turn again) {
    if (line.isEmpty()) {
      return again;
    }
    stand(again);
    inside--;
    return admit();
  }

  /** A place that somebody had for long, beyond his turn, is free again. */
  void giveBack() {
    Turn heir = leave();
    if (heir != null) {
      heir.hasPlace(true);
      heir.admitted();
    }
  }

  /** How many stand in line. */
  synchronized int length() {
    return line.size();
  }

  private @Nullable Turn admit() {
    // As many as there are connections, not more: who has stood in line must not wait once more.
    Turn first = inside < size ? line.poll() : null;
    if (first != null) {
      inside++;
    }
    return first;
  }

  private void stand(Turn turn) {
    line.add(turn);
    if (!alarmSet) {
      alarm();
    }
  }

  private void alarm() {
    Turn first = line.peek();
    alarmSet = first != null;
    if (first != null) {
      pacer.at(first.startedNanos() + timeoutNanos, this::expire);
    }
  }

  /** Sends away those whose time is up; they are the first in line. */
  private void expire() {
    List<Turn> expired = new ArrayList<>();
    synchronized (this) {
      long now = System.nanoTime();
      for (Turn first = line.peek();
          first != null && now - first.startedNanos() >= timeoutNanos;
          first = line.peek()) {
        expired.add(line.remove());
      }
      alarm();
    }
    expired.forEach(Turn::expired);
  }
}
