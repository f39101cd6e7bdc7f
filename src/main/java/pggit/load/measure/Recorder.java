package pggit.load.measure;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.WriterReaderPhaser;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.Filled.Cells;
import pggit.load.measure.Filled.Phase;

/**
 * Where the time of each operation went, from any number of threads.
 *
 * <p>{@link #record} and {@link #currentPhase} never block and allocate nothing: writers fill
 * histograms of atomic counters inside a {@link WriterReaderPhaser}; a reader swaps in empty ones
 * and waits until the last writer has left the old ones. All else takes a lock, and waits for the
 * file when there is one.
 *
 * <p>A run is divided into phases. Only measured ones count, and in them only operations that began
 * and ended there: what straddles the border of two phases counts in neither, only in {@link
 * #straddled}. Until the first call of {@link #phase} the phase {@code main} is measured.
 */
public final class Recorder implements AutoCloseable {
  /** Handle of one named operation of one recorder: looked up once, used for every record. */
  public static final class Operation {
    private final Recorder owner;
    private final String name;
    private final int index;
    private final Tally tally = new Tally();

    private Operation(Recorder owner, String name, int index) {
      this.owner = owner;
      this.name = name;
      this.index = index;
    }

    @Override
    public String toString() {
      return name;
    }

    /** What becomes of it, whatever the phase; for the caller to add to. */
    public Tally tally() {
      return tally;
    }

    private int indexIn(Recorder recorder) {
      if (owner != recorder) {
        throw new IllegalArgumentException("operation " + name + " belongs to another recorder");
      }
      return index;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
  private static final String FIRST_PHASE = "main";
  private static final Duration LOG_EVERY = Duration.ofSeconds(1);
  private static final long FLIP_YIELD_NANOS = 200_000;

  private final WriterReaderPhaser phaser = new WriterReaderPhaser();
  private final Map<String, Operation> operations = new ConcurrentHashMap<>();
  private final LongAdder straddled = new LongAdder();

  /** Sums in the order of their first appearance; guarded, as all below, by the reader's lock. */
  private final Map<Series, Histogram> sums = new LinkedHashMap<>();

  private final List<Operation> byIndex = new ArrayList<>();
  private final List<Phase> begun = new ArrayList<>();
  private List<Cells> spare = new ArrayList<>();
  private final @Nullable Path directory;
  private final @Nullable RecorderLog log;
  private final @Nullable Ticker ticker;

  /** One moment by both clocks, so that tallies can be held against those of other processes. */
  private final Instant anchor = Instant.now();

  private final long anchorNanos = System.nanoTime();

  private volatile Filled active;
  private volatile boolean closed;

  /** A recorder that keeps its times in memory. */
  public Recorder() {
    this(null, null);
  }

  /**
   * A recorder that also writes {@code latency.hlog} and {@code errors.csv} into a directory, every
   * second, by the daemon thread {@code pggit-latency-log}; at its end {@code tallies.json}.
   *
   * @throws java.io.UncheckedIOException if a file cannot be created
   */
  public Recorder(Path directory) {
    this(directory, new RecorderLog(directory, System.currentTimeMillis()));
  }

  private Recorder(@Nullable Path directory, @Nullable RecorderLog log) {
    this.directory = directory;
    this.log = log;
    active = new Filled(begin(FIRST_PHASE, true), System.currentTimeMillis(), List.of());
    ticker =
        log == null
            ? null
            : Ticker.start(
                "pggit-latency-log", LOG_EVERY, "times and errors of a second", this::drain);
  }

  /**
   * What many recorders wrote, as that of one: sums of their histograms, which are exactly those of
   * all values in one histogram, and of their tallies, whose times are the server's. Files that are
   * missing count for nothing, as do lines that are broken.
   *
   * @throws IllegalArgumentException if {@code tallies.json} is damaged or of another version
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static Recorder merged(Collection<Shard> shards) {
    var recorder = new Recorder();
    shards.forEach(recorder::add);
    return recorder;
  }

  private void add(Shard shard) {
    if (Files.exists(shard.file(Tallies.NAME))) {
      var tallies = Tallies.read(shard.directory());
      straddled.add(tallies.straddled());
      tallies
          .operations()
          .forEach(
              counts ->
                  tally(counts.operation())
                      .add(
                          counts,
                          time -> ChronoUnit.NANOS.between(Instant.EPOCH, shard.corrected(time))));
    }
    if (Files.exists(shard.file(RecorderLog.LATENCIES))) {
      LatencyLog.read(shard.file(RecorderLog.LATENCIES), this::add);
    }
  }

  private void add(LatencyLog.Line line) {
    operation(line.of().operation());
    locked(
        () -> {
          line.forEach(
              sums.computeIfAbsent(line.of(), unseen -> Buckets.growing())::recordValueWithCount);
          return sums;
        });
  }

  private Phase begin(String name, boolean measured) {
    Phase phase = new Phase(begun.size(), name, measured);
    begun.add(phase);
    return phase;
  }

  /** The operation of this name; always the same handle for the same name. */
  public Operation operation(String name) {
    Operation known = operations.get(name);
    return known != null
        ? known
        : locked(() -> operations.computeIfAbsent(name, this::newOperation));
  }

  private Operation newOperation(String name) {
    Operation operation = new Operation(this, name, byIndex.size());
    byIndex.add(operation);
    swap(active.phase()); // brings cells for the new operation before anybody can have its handle
    return operation;
  }

  /**
   * Begins a phase; nothing happens if it is the current one already. A name used before is taken
   * up again.
   *
   * @param measured false for warm-up, of which nothing is kept
   * @throws IllegalArgumentException if the name stood for a phase of the other kind
   */
  public void phase(String name, boolean measured) {
    locked(
        () -> {
          if (begun.stream().anyMatch(p -> p.name().equals(name) && p.measured() != measured)) {
            throw new IllegalArgumentException(
                "phase " + name + " cannot be both measured and warm-up");
          }
          return active.phase().name().equals(name) ? active : swap(begin(name, measured));
        });
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
   * @param ownLagNanos {@link Part#OWN_LAG} of a user with a schedule
   */
  public void record(
      Operation operation,
      int phaseToken,
      long intendedNanos,
      long startedNanos,
      long acquiredNanos,
      long executedNanos,
      long releasedNanos,
      OptionalLong ownLagNanos) {
    int index = operation.indexIn(this);
    long section = phaser.writerCriticalSectionEnter();
    try {
      Filled interval = active;
      if (counts(interval.phase(), phaseToken)) {
        Cells cells = interval.cells().get(index);
        cells.record(Part.LAG, startedNanos - intendedNanos);
        cells.record(Part.ACQUIRE, acquiredNanos - startedNanos);
        cells.record(Part.EXECUTE, executedNanos - acquiredNanos);
        cells.record(Part.RESPONSE, releasedNanos - intendedNanos);
        if (ownLagNanos.isPresent()) {
          cells.record(Part.OWN_LAG, ownLagNanos.getAsLong());
        }
      }
    } finally {
      phaser.writerCriticalSectionExit(section);
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
    return snapshot(operation::equals, part);
  }

  /** Times of several operations together. */
  public Snapshot snapshot(Predicate<String> operations, Part part) {
    return sum(series -> operations.test(series.operation()) && series.part() == part);
  }

  /** Times of {@code operation} in one phase; empty if there are none, as for a warm-up. */
  public Snapshot snapshot(String operation, Part part, String phase) {
    return sum(new Series(operation, part, phase)::equals);
  }

  /**
   * The same as the log has it, up to a second old, of a recorder with a log: for who looks often,
   * since it takes in nothing and leaves the log's intervals as they are.
   */
  public Snapshot recorded(String operation, Part part) {
    return taken(series -> series.operation().equals(operation) && series.part() == part);
  }

  private Snapshot sum(Predicate<Series> wanted) {
    drain();
    return taken(wanted);
  }

  private Snapshot taken(Predicate<Series> wanted) {
    Histogram sum = Buckets.growing();
    locked(
        () -> {
          sums.forEach(
              (series, histogram) -> {
                if (wanted.test(series)) {
                  sum.add(histogram);
                }
              });
          return sum;
        });
    return new Snapshot(sum);
  }

  /** What became of {@code operation} in all phases; others may add to it. */
  public Tally tally(String operation) {
    return operation(operation).tally;
  }

  /** Failures by operation and SQLSTATE, whatever the phase: what the tallies have. */
  public List<ErrorCount> errors() {
    return operations.values().stream()
        .flatMap(operation -> operation.tally.errors(operation.name).stream())
        .sorted(Comparator.comparing(ErrorCount::operation).thenComparing(ErrorCount::sqlState))
        .toList();
  }

  /**
   * How many operations that succeeded were timed in no phase because they ended in another than
   * they began in.
   */
  public long straddled() {
    return straddled.sum();
  }

  /** Names of the operations in the order of their first appearance. */
  public List<String> operations() {
    return locked(() -> byIndex.stream().map(Operation::toString).toList());
  }

  /**
   * Writes what is not yet in the files, for who hands them on before {@link #close}; {@code
   * tallies.json}, too.
   *
   * @throws java.io.UncheckedIOException if that cannot be written
   */
  public void flush() {
    drain();
    if (directory != null) {
      List<Tallies.Counts> counts = new ArrayList<>();
      for (String name : operations()) {
        counts.add(tally(name).counts(name, nanos -> anchor.plusNanos(nanos - anchorNanos)));
      }
      new Tallies(Tallies.SCHEMA, straddled(), counts).write(directory);
    }
  }

  /**
   * Writes what is left and closes the log. Later operations are kept in memory only. May come
   * twice.
   */
  @Override
  public void close() {
    if (log != null && ticker != null && !closed) {
      closed = true;
      ticker.close();
      try {
        flush();
      } catch (UncheckedIOException e) { // a full disk does not end the run
        LOG.warn("what became of the requests is missing: {}", e.toString());
      }
      log.close();
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
    locked(() -> swap(active.phase()));
  }

  /** Puts empty cells and {@code next} in place of the active interval, and takes in that. */
  private Filled swap(Phase next) {
    long nowMillis = System.currentTimeMillis();
    Filled full = active;
    List<Cells> empty = new ArrayList<>(spare);
    empty.forEach(Cells::clear);
    while (empty.size() < byIndex.size()) {
      empty.add(new Cells());
    }
    active = new Filled(next, nowMillis, empty);
    phaser.flipPhase(FLIP_YIELD_NANOS); // from here on no writer is in the full one
    full.forEach(
        byIndex,
        (series, histogram) -> {
          sums.computeIfAbsent(series, unseen -> Buckets.growing()).add(histogram);
          if (log != null) {
            log.write(series, histogram, full.startedMillis(), nowMillis);
          }
        });
    if (log != null) {
      log.flush(errors());
    }
    spare = full.cells();
    return full;
  }
}
