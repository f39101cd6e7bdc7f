package pggit.load.measure;

/**
 * One attempt to get a connection from a pool.
 *
 * @param endedNanos {@link System#nanoTime} when the pool answered
 * @param waitedNanos how long the caller had waited then, 0 or more
 * @param timedOut whether the answer was a time-out instead of a connection
 */
public record Acquisition(long endedNanos, long waitedNanos, boolean timedOut) {
  public Acquisition {
    if (waitedNanos < 0) {
      throw new IllegalArgumentException("waitedNanos must be >= 0, was " + waitedNanos);
    }
  }

  /** {@link System#nanoTime} when the caller asked. */
  public long startedNanos() {
    return endedNanos - waitedNanos;
  }
}
