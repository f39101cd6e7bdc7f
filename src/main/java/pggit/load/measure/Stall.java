package pggit.load.measure;

import java.util.List;

/**
 * A thread that had nothing to do but to wake on time woke late: for so long the machine or this
 * JVM stood still, whatever was measured meanwhile.
 *
 * @param endedNanos {@link System#nanoTime} when it woke
 * @param lateNanos how much too late, greater than 0
 */
public record Stall(long endedNanos, long lateNanos) {
  public Stall {
    if (lateNanos <= 0) {
      throw new IllegalArgumentException("lateNanos must be > 0, was " + lateNanos);
    }
  }

  /** How much of it lies between two instants of {@link System#nanoTime}, 0 or more. */
  public long within(long fromNanos, long toNanos) {
    long cutAtStart = Math.max(0, fromNanos - (endedNanos - lateNanos));
    long cutAtEnd = Math.max(0, endedNanos - toNanos);
    return Math.max(0, lateNanos - cutAtStart - cutAtEnd);
  }

  /** The most that any of them takes between two instants, 0 if none does. */
  public static long longest(List<Stall> stalls, long fromNanos, long toNanos) {
    return stalls.stream().mapToLong(stall -> stall.within(fromNanos, toNanos)).max().orElse(0);
  }
}
