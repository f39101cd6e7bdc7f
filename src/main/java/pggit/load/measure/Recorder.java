package pggit.load.measure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.WriterReaderPhaser;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of each operation went, from any number of threads.
 *
 * <p>{@link #record}, {@link #error} and {@link #currentPhase} never block and, errors aside,
 * allocate nothing: writers fill histograms of atomic counters inside a {@link WriterReaderPhaser};
 * a reader swaps in empty ones and waits until the last writer has left the old ones. {@link
 * #phase}, {@link #operation} of a new name, {@link #snapshot} and {@link #close} take a lock, and
 * wait for the file when there is one.
 *
 * <p>A run is divided into phases. Only measured ones count, and in them only operations that began
 * and ended there: what straddles the border of two phases counts in neither, only in {@link
 * #straddled}. Until the first call of {@link #phase} the phase {@code main} is measured.
 */
public final class Recorder implements AutoCloseable {
  /** A part of the time of one operation; waiting for a connection is not the database's time. */
  public enum Part {
    /** Intended to started: how late the request was; 0 for a user without a schedule. */
    LAG,
    /**
     * What of the lag, and of handing the request over to a thread, was the injector's own fault:
     * not that of a server which still owed the user the answer before. Only of users with a
     * schedule.
     */
    OWN_LAG,
    /** Started to acquired: waiting for a worker and a connection. */
    ACQUIRE,
    /**
     * Acquired to executed, also called service time: from sending the statement to having read its
     * answer.
     */
    EXECUTE,
    /**
     * Intended to released: all of it, with what giving the connection back costs. It counts from
     * the intended start, so that a server that stalls is not hidden by users who wait for it.
     */
    RESPONSE;

    /** The part's name in tags and metrics: {@code response}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Handle of one named operation of one recorder: looked up once, used for every record. */
  public static final class Operation {
    private final Recorder owner;
    private final String name;
    private final int index;
    private final Failures failures = new Failures();

    private Operation(Recorder owner, String name, int index) {
      this.owner = owner;
      this.name = name;
      this.index = index;
    }

    public String name() {
      return name;
    }

    @Override
    public String toString() {
      return name;
    }

    /** Place of this operation in the cells of {@code recorder}. */
    private int indexIn(Recorder recorder) {
      if (owner != recorder) {
        throw new IllegalArgumentException("operation " + name + " belongs to another recorder");
      }
      return index;
    }
  }

  private static final String FIRST_PHASE = "main";
  private static final long FLIP_YIELD_NANOS = 200_000;
  private static final long NO_SCHEDULE = -1;

  private final WriterReaderPhaser phaser = new WriterReaderPhaser();
  private final Map<String, Operation> operations = new ConcurrentHashMap<>();
  private final LongAdder straddled = new LongAdder();

  /** Guarded, like all below, by the phaser's reader lock. */
  private final Tallies tallies = new Tallies();

  private final List<Operation> byIndex = new ArrayList<>();
  private final Phases phases = new Phases();
  private List<Cells> spare = new ArrayList<>();
  private final @Nullable LatencyLogWriter log;

  private volatile RecordedInterval active;

  /** A recorder that keeps its times in memory. */
  public Recorder() {
    this((LatencyLogWriter) null);
  }

  /**
   * A recorder that also writes {@code latency.hlog}, every second.
   *
   * @throws java.io.UncheckedIOException if the file cannot be created
   */
  @SuppressWarnings("this-escape")
  public Recorder(Path hlog) {
    this(LatencyLogWriter.open(hlog));
    if (log != null) {
      log.everySecond(this::drain);
    }
  }

  private Recorder(@Nullable LatencyLogWriter log) {
    this.log = log;
    active =
        new RecordedInterval(
            phases.begin(FIRST_PHASE, true), System.currentTimeMillis(), List.of());
  }

  /** The operation of this name; always the same handle for the same name. */
  public Operation operation(String name) {
    Operation known = operations.get(name);
    return known != null ? known : newOperation(name);
  }

  private Operation newOperation(String name) {
    phaser.readerLock();
    try {
      Operation known = operations.get(name);
      if (known != null) {
        return known;
      }
      Operation operation = new Operation(this, name, byIndex.size());
      byIndex.add(operation);
      swap(active.phase()); // brings cells for the new operation before anybody can have its handle
      operations.put(name, operation);
      return operation;
    } finally {
      phaser.readerUnlock();
    }
  }

  /**
   * Begins a phase; nothing happens if it is the current one already. A name used before is taken
   * up again.
   *
   * @param measured false for warm-up, of which nothing is kept
   * @throws IllegalArgumentException if the name stood for a phase of the other kind
   */
  public void phase(String name, boolean measured) {
    phaser.readerLock();
    try {
      phases.check(name, measured);
      if (!active.phase().name().equals(name)) {
        swap(phases.begin(name, measured));
      }
    } finally {
      phaser.readerUnlock();
    }
  }

  /**
   * Token of the current phase, to be taken when an operation starts and handed in when it ends.
   */
  public int currentPhase() {
    return active.phase().token();
  }

  /**
   * Records one operation that succeeded. All times are from {@link System#nanoTime}, in the order
   * of the parameters.
   *
   * @param phaseToken {@link #currentPhase} when the operation started
   * @param intendedNanos when its schedule wanted it to start; {@code startedNanos} for a user
   *     without a schedule
   * @param acquiredNanos when it had its connection
   * @param executedNanos when the answer was read
   * @param releasedNanos when the connection was given back; {@code executedNanos} if it is kept
   */
  public void record(
      Operation operation,
      int phaseToken,
      long intendedNanos,
      long startedNanos,
      long acquiredNanos,
      long executedNanos,
      long releasedNanos) {
    record(
        operation,
        phaseToken,
        intendedNanos,
        startedNanos,
        acquiredNanos,
        executedNanos,
        releasedNanos,
        NO_SCHEDULE);
  }

  /**
   * Records one operation, that succeeded, of a user with a schedule.
   *
   * @param ownLagNanos how long the injector itself kept it waiting, 0 or more
   * @see #record
   * @see Part#OWN_LAG
   */
  public void recordPaced(
      Operation operation,
      int phaseToken,
      long intendedNanos,
      long startedNanos,
      long acquiredNanos,
      long executedNanos,
      long releasedNanos,
      long ownLagNanos) {
    record(
        operation,
        phaseToken,
        intendedNanos,
        startedNanos,
        acquiredNanos,
        executedNanos,
        releasedNanos,
        Math.max(0, ownLagNanos));
  }

  private void record(
      Operation operation,
      int phaseToken,
      long intendedNanos,
      long startedNanos,
      long acquiredNanos,
      long executedNanos,
      long releasedNanos,
      long ownLagNanos) {
    int index = operation.indexIn(this);
    long section = phaser.writerCriticalSectionEnter();
    try {
      RecordedInterval interval = active;
      if (counts(interval.phase(), phaseToken)) {
        Cells cells = interval.cells().get(index);
        cells.record(intendedNanos, startedNanos, acquiredNanos, executedNanos, releasedNanos);
        if (ownLagNanos != NO_SCHEDULE) {
          Buckets.record(cells.ownLag(), ownLagNanos);
        }
      }
    } finally {
      phaser.writerCriticalSectionExit(section);
    }
  }

  /**
   * Counts one operation that failed.
   *
   * @param phaseToken {@link #currentPhase} when the operation started
   * @param sqlState the SQLSTATE, or a word where there is none
   * @param example the message, without parameter values; the first one of each kind is kept
   */
  public void error(Operation operation, int phaseToken, String sqlState, String example) {
    operation.indexIn(this);
    if (counts(active.phase(), phaseToken)) {
      operation.failures.add(sqlState, example);
    }
  }

  private boolean counts(Phase current, int phaseToken) {
    if (current.token() != phaseToken) {
      straddled.increment();
      return false;
    }
    return current.measured();
  }

  /** Times of {@code operation} over all measured phases; empty if there are none. */
  public Snapshot snapshot(String operation, Part part) {
    return locked(
        () -> {
          drain();
          return tallies.snapshot(operation, part);
        });
  }

  /** Times of {@code operation} in one phase; empty if there are none, as for a warm-up. */
  public Snapshot snapshot(String operation, Part part, String phase) {
    return locked(
        () -> {
          drain();
          return tallies.snapshot(operation, part, phase);
        });
  }

  /** Failures in the measured phases, by operation and SQLSTATE. */
  public List<ErrorCount> errors() {
    List<ErrorCount> errors = new ArrayList<>();
    operations
        .values()
        .forEach(operation -> errors.addAll(operation.failures.counts(operation.name)));
    errors.sort(Comparator.comparing(ErrorCount::operation).thenComparing(ErrorCount::sqlState));
    return errors;
  }

  /**
   * How many operations, failed ones included, counted in no phase because they ended in another
   * than they began in.
   */
  public long straddled() {
    return straddled.sum();
  }

  /** Names of the operations in the order of their first appearance. */
  public List<String> operations() {
    return locked(() -> byIndex.stream().map(Operation::name).toList());
  }

  /** Names of the measured phases that have begun, each once, in order. */
  public List<String> phases() {
    return locked(phases::measured);
  }

  /**
   * Writes what is left and closes the log. Later operations are kept in memory only. May come
   * twice.
   */
  @Override
  public void close() {
    if (log == null) {
      return;
    }
    log.stop();
    phaser.readerLock();
    try {
      drain();
      log.close();
    } finally {
      phaser.readerUnlock();
    }
  }

  /** Does {@code work} while no other reader, but every writer, may be at work. */
  <T> T locked(Supplier<T> work) {
    phaser.readerLock();
    try {
      return work.get();
    } finally {
      phaser.readerUnlock();
    }
  }

  /** Moves what was recorded since the last time into the sums and the log. */
  private void drain() {
    phaser.readerLock();
    try {
      swap(active.phase());
    } finally {
      phaser.readerUnlock();
    }
  }

  /**
   * Puts empty cells and {@code next} in place of the active interval, and takes in what that has.
   */
  private void swap(Phase next) {
    long nowMillis = System.currentTimeMillis();
    RecordedInterval full = active;
    active = new RecordedInterval(next, nowMillis, RecordedInterval.cells(byIndex.size(), spare));
    phaser.flipPhase(FLIP_YIELD_NANOS); // from here on no writer is in the full one
    for (int index = 0; index < full.cells().size(); index++) {
      for (Part part : Part.values()) {
        AtomicHistogram histogram = full.cells().get(index).of(part);
        if (histogram.getTotalCount() > 0) {
          Series series = new Series(byIndex.get(index).name(), part, full.phase().name());
          tallies.add(series, histogram);
          if (log != null) {
            log.write(series, histogram, full.startedMillis(), nowMillis);
          }
        }
      }
    }
    if (log != null) {
      log.flush();
    }
    spare = full.cells();
  }
}
