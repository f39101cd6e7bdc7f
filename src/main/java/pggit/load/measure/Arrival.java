package pggit.load.measure;

import java.util.Optional;

/**
 * An arrival of an open load that is over, however many attempts it took. Instants are {@link
 * System#nanoTime}.
 *
 * @param dueNanos when it was to be served
 * @param endedNanos when it was, or when it was given up
 * @param failed its attempts if it was given up; empty if it was served
 */
public record Arrival(long dueNanos, long endedNanos, Optional<FailedAttempts> failed) {

  public boolean served() {
    return failed.isEmpty();
  }

  public long nanos() {
    return endedNanos - dueNanos;
  }
}
