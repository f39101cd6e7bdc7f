package pggit.load.measure;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.PoolStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * What one HikariCP pool did for its callers. Given to the pool's configuration as its metrics
 * tracker factory, so it works for a pool that somebody else opens. The pool calls it from the
 * borrowing and returning threads; it neither blocks nor locks. Reading may happen at any time and
 * sees what has ended by then.
 */
public final class PoolTracker implements MetricsTrackerFactory {

  private final AtomicBoolean inUse = new AtomicBoolean();
  private final AtomicHistogram acquire = Buckets.concurrent();
  private final AtomicHistogram creation = Buckets.concurrent();

  private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
  private final Queue<Long> returns = new ConcurrentLinkedQueue<>();
  private final AtomicInteger room;
  private final LongAdder timeouts = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  /**
   * @param kept how many acquisitions are kept one by one, for verdicts about single callers, 0 or
   *     more; about 100 bytes each. Later ones are counted in {@link #dropped}
   */
  public PoolTracker(int kept) {
    room = new AtomicInteger(kept);
  }

  /**
   * @throws IllegalStateException if another pool has this tracker already
   */
  @Override
  public IMetricsTracker create(String poolName, PoolStats poolStats) {
    if (!inUse.compareAndSet(false, true)) {
      throw new IllegalStateException("one tracker for two pools; the second is " + poolName);
    }
    return new Tracker();
  }

  /** From asking to the answer, also where the answer was a time-out. */
  public Snapshot acquire() {
    return copy(acquire);
  }

  /**
   * Opening a connection to the server; whole milliseconds, as HikariCP tells it. The very first
   * one of a pool is missing: the pool opens it before it has a tracker.
   */
  public Snapshot creation() {
    return copy(creation);
  }

  public long timeoutCount() {
    return timeouts.sum();
  }

  /** The acquisitions that were kept, in the order in which they ended. */
  public List<Acquisition> acquisitions() {
    return attempts.stream()
        .map(attempt -> new Acquisition(attempt.endedNanos, attempt.waitedNanos, attempt.timedOut))
        .sorted((a, b) -> Long.signum(a.endedNanos() - b.endedNanos()))
        .toList();
  }

  /** When connections were given back, {@link System#nanoTime}; as many as there was room for. */
  public List<Long> returns() {
    return new ArrayList<>(returns);
  }

  /** How many acquisitions there was no room for. */
  public long dropped() {
    return dropped.sum();
  }

  private static Snapshot copy(AtomicHistogram histogram) {
    Histogram copy = Buckets.growing();
    copy.add(histogram);
    return new Snapshot(copy);
  }

  /** Marked as a time-out by the same thread, an instant after it was made. */
  private static final class Attempt {
    final long endedNanos;
    final long waitedNanos;
    volatile boolean timedOut;

    Attempt(long endedNanos, long waitedNanos) {
      this.endedNanos = endedNanos;
      this.waitedNanos = waitedNanos;
    }
  }

  private final class Tracker implements IMetricsTracker {

    /** The attempt that this thread just ended: HikariCP tells of a time-out in two calls. */
    @SuppressWarnings("ThreadLocalUsage") // a static one would mix the pools of a thread
    private final ThreadLocal<Attempt> last = new ThreadLocal<>();

    @Override
    public void recordConnectionAcquiredNanos(long elapsedAcquiredNanos) {
      long waited = Math.max(0, elapsedAcquiredNanos);
      Buckets.record(acquire, waited);
      Attempt attempt = new Attempt(System.nanoTime(), waited);
      last.set(attempt);
      if (room.getAndUpdate(free -> Math.max(0, free - 1)) > 0) {
        attempts.add(attempt);
      } else {
        dropped.increment();
      }
    }

    @Override
    public void recordConnectionTimeout() {
      Attempt attempt = last.get();
      if (attempt != null) {
        attempt.timedOut = true;
        timeouts.increment();
      }
    }

    @Override
    public void recordConnectionUsageMillis(long elapsedBorrowedMillis) {
      if (room.get() > 0) {
        returns.add(System.nanoTime());
      }
    }

    @Override
    public void recordConnectionCreatedMillis(long connectionCreatedMillis) {
      Buckets.record(creation, TimeUnit.MILLISECONDS.toNanos(connectionCreatedMillis));
    }
  }
}
