package pggit.load.measure;

import java.util.Arrays;

/**
 * What came of each thing that users wanted, however many attempts it took: one entry for each,
 * added when it was had or given up. Instants are {@link System#nanoTime}. Any thread may call.
 */
public final class WishLog {

  /** Takes the wishes. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param dueNanos when the user wanted it
     * @param endedNanos when he had it, or gave up
     */
    void wish(long dueNanos, long endedNanos, boolean fulfilled);
  }

  private long[] due = new long[1024];
  private long[] ended = new long[1024];
  private boolean[] fulfilled = new boolean[1024];
  private int size;

  /** Adds what came of one wish. */
  public synchronized void add(long dueNanos, long endedNanos, boolean isFulfilled) {
    if (size == due.length) {
      due = Arrays.copyOf(due, 2 * size);
      ended = Arrays.copyOf(ended, 2 * size);
      fulfilled = Arrays.copyOf(fulfilled, 2 * size);
    }
    due[size] = dueNanos;
    ended[size] = endedNanos;
    fulfilled[size] = isFulfilled;
    size++;
  }

  /** How many there are. */
  public synchronized int size() {
    return size;
  }

  /** Shows all that there are now, in the order of their ends. */
  public synchronized void visit(Visitor visitor) {
    for (int i = 0; i < size; i++) {
      visitor.wish(due[i], ended[i], fulfilled[i]);
    }
  }
}
