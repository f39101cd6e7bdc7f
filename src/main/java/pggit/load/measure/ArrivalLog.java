package pggit.load.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What came of each arrival of an open load, however many attempts it took: one entry for each,
 * added when it was served or given up. Instants are {@link System#nanoTime}. Any thread may call.
 */
public final class ArrivalLog {

  /**
   * An arrival that is over.
   *
   * @param dueNanos when it was to be served
   * @param endedNanos when it was, or when it was given up
   * @param failed its attempts if it was given up; empty if it was served
   */
  public record Ended(long dueNanos, long endedNanos, Optional<FailedAttempts> failed) {

    public boolean served() {
      return failed.isEmpty();
    }

    public long nanos() {
      return endedNanos - dueNanos;
    }
  }

  private final List<Ended> all = new ArrayList<>();

  public synchronized void add(Ended arrival) {
    all.add(arrival);
  }

  /** How many there are. */
  public synchronized int size() {
    return all.size();
  }

  /** Shows all that there are now, in the order of their ends. */
  public synchronized void forEach(Consumer<? super Ended> consumer) {
    all.forEach(consumer);
  }
}
