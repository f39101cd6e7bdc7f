package pggit.load.pggit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.MurmurHash3;
import org.jspecify.annotations.Nullable;

/**
 * Every commit that was attempted, and what became of it: the yardstick for what has to be stored.
 * Keeps 64-bit hashes of ID and message instead of the texts, 24 bytes an entry, so that 10 million
 * commits take less than 256 MB.
 *
 * <p>Any thread may write. There is no lock that all writers share; the outcome of an entry is told
 * by one thread, once. An {@link Audit} is made when the writers are done.
 */
public final class Ledger {

  /** What became of a commit; one that is still open is in doubt to an audit. */
  enum State {
    OPEN,
    ACKNOWLEDGED,
    FAILED,
    IN_DOUBT
  }

  private static final State[] STATES = State.values();
  private static final int CHUNK_BITS = 16;
  private static final int WITHIN_CHUNK = (1 << CHUNK_BITS) - 1;
  private static final int STATE_BITS = 2;
  private static final int SAMPLES_PER_LENGTH = 4;
  private static final int LONGEST_SAMPLE = 256 * 1024;

  /** Chunks, so that nothing is copied when the ledger grows and at most one of them is empty. */
  private static final class Chunk {
    private final long[] id = new long[WITHIN_CHUNK + 1];
    private final long[] message = new long[WITHIN_CHUNK + 1];
    private final String[] branch = new String[WITHIN_CHUNK + 1];
    private final AtomicIntegerArray lengthAndState = new AtomicIntegerArray(WITHIN_CHUNK + 1);
  }

  private final String runToken;

  /** What every stamped message of this run begins with. */
  private final String tokenStart;

  /** By the number of its first entry, each injector whose ledger this one has; none if its own. */
  private final NavigableMap<Integer, Integer> injectors = new TreeMap<>();

  private final SortedSet<Integer> missing = new TreeSet<>();
  private final AtomicLong next = new AtomicLong();
  private final AtomicReferenceArray<Chunk> chunks =
      new AtomicReferenceArray<>(1 << (Integer.SIZE - 1 - CHUNK_BITS));
  private final Map<String, String> branches = new ConcurrentHashMap<>();
  private final AtomicIntegerArray samplesTaken = new AtomicIntegerArray(Integer.SIZE + 1);
  private final Map<Integer, byte[]> samples = new ConcurrentHashMap<>();
  private final LongAdder acknowledged = new LongAdder();
  private final Map<String, LongAdder> failed = new ConcurrentHashMap<>();
  private final LongAdder inDoubt = new LongAdder();
  private final LongAdder missingIds = new LongAdder();

  /** What the first of them got instead. */
  private final Map<Integer, String> withoutId = new ConcurrentSkipListMap<>();

  /**
   * @param runToken tells this run's commits from any other's; letters, digits, {@code _} and
   *     {@code .}, at most 40
   */
  public Ledger(String runToken) {
    if (!runToken.matches("[A-Za-z0-9_.]{1,40}")) {
      throw new IllegalArgumentException(
          "runToken must be 1 to 40 letters, digits, _ or ., was \"" + runToken + "\"");
    }
    this.runToken = runToken;
    tokenStart = "[" + runToken + "-";
  }

  private Ledger(String run, int injectors) {
    runToken = run;
    tokenStart = "[" + run + ".";
    for (int injector = 0; injector < injectors; injector++) {
      missing.add(injector);
    }
  }

  /**
   * The ledgers of many injectors as one, each of which had the run token {@code <run>.<index>}. In
   * evidence its entries are "commit 17 of injector 2"; the injectors that none of the files is of
   * are {@link #missing}. Nothing more is to be taken down in it.
   *
   * @param injectors how many there were, their indexes from 0
   * @throws IllegalArgumentException if a file is no whole ledger, of another format, or of no
   *     injector that is still without one
   * @throws java.io.UncheckedIOException if one cannot be read
   */
  public static Ledger read(String run, int injectors, Collection<Path> files) {
    var ledger = new Ledger(run, injectors);
    files.forEach(file -> LedgerFile.read(file, ledger));
    return ledger;
  }

  /** Takes note that an injector has never begun, so that nothing of it is missing. */
  public void without(int injector) {
    missing.remove(injector);
  }

  /**
   * Writes all of it to a file, some 17 bytes an entry. To be called when the writers are done: an
   * outcome that is told meanwhile may be in it or not.
   *
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public void write(Path file) {
    LedgerFile.write(this, file);
  }

  /** Has the entries that come now be those of the injector with this token, if it is missing. */
  boolean begin(String token) {
    Optional<Integer> injector =
        missing.stream().filter(i -> token.equals(runToken + "." + i)).findFirst();
    injector.ifPresent(
        i -> {
          missing.remove(i);
          injectors.put((int) attempted(), i);
        });
    return injector.isPresent();
  }

  /** Which tokens {@link #begin} takes. */
  String expected() {
    return missing.isEmpty()
        ? "no other one"
        : missing.stream().map(i -> runToken + "." + i).collect(Collectors.joining(" or "));
  }

  /** An entry of a ledger that is read. */
  void add(int lengthAndState, long id, long message, String branch) {
    int entry = number();
    int at = entry & WITHIN_CHUNK;
    Chunk chunk = chunk(entry);
    chunk.id[at] = id;
    chunk.message[at] = message;
    chunk.branch[at] = branch;
    chunk.lengthAndState.setRelease(at, lengthAndState);
    switch (state(entry)) {
      case ACKNOWLEDGED -> {
        acknowledged.increment();
        missingIds.add(id == 0 ? 1 : 0);
      }
      case IN_DOUBT -> inDoubt.increment();
      case FAILED, OPEN -> {} // the former are told by SQLSTATE
    }
  }

  void addFailed(String sqlState, long count) {
    failed.computeIfAbsent(sqlState, s -> new LongAdder()).add(count);
  }

  /** Number of the next entry, whose chunk is there. */
  private int number() {
    long number = next.getAndIncrement();
    if (number == Integer.MAX_VALUE) {
      next.decrementAndGet();
      throw new IllegalStateException("the ledger is full after " + number + " commits");
    }
    int entry = (int) number;
    if (chunks.get(entry >>> CHUNK_BITS) == null) {
      chunks.updateAndGet(entry >>> CHUNK_BITS, now -> now == null ? new Chunk() : now);
    }
    return entry;
  }

  /** Injectors whose ledgers it should have and has not. */
  Set<Integer> missing() {
    return missing;
  }

  /**
   * Whose commit it was by the token in its message.
   *
   * @param token what a message begins with, up to the bracket: {@code [run.2-17]}
   * @return empty if its ledger is here
   */
  Optional<Integer> missing(String token) {
    return missing.stream().filter(i -> token.startsWith(tokenStart + i + "-")).findFirst();
  }

  /** {@code commit 17}, or {@code commit 17 of injector 2} where there are several. */
  String name(int entry) {
    var first = injectors.floorEntry(entry);
    return first == null
        ? "commit " + entry
        : "commit %d of injector %d".formatted(entry - first.getKey(), first.getValue());
  }

  /**
   * 64 bits for a text, the first half of MurmurHash3 x64; never 0, which stands for "none". Among
   * 10 million texts some two are taken for one another with probability 3 in a million; it does
   * not guard against malice.
   */
  static long hash(byte[] utf8) {
    long hash = MurmurHash3.hash128x64(utf8, 0, utf8.length, MurmurHash3.DEFAULT_SEED)[0];
    return hash == 0 ? 1 : hash;
  }

  /**
   * The message with a token that no other commit has, {@code [run-17] message}. The token comes
   * first, so that a message which was cut off can still be told whose it was.
   *
   * @param n differs from commit to commit
   */
  public String stamp(String message, long n) {
    return tokenStart() + n + "] " + message;
  }

  /** What every stamped message of this run begins with. */
  String tokenStart() {
    return tokenStart;
  }

  String runToken() {
    return runToken;
  }

  /** Names of all branches. */
  List<String> branches() {
    return List.copyOf(branches.keySet());
  }

  /** What the first commits without an ID got instead, by entry. */
  Map<Integer, String> withoutId() {
    return withoutId;
  }

  /** Messages that were kept, by entry. */
  Map<Integer, byte[]> samples() {
    return samples;
  }

  /**
   * Takes down a commit before its statement is sent.
   *
   * @return the entry's number, counted from 0
   * @throws IllegalStateException after two thousand million entries
   */
  public long intend(String branch, String message) {
    int entry = number();
    byte[] utf8 = message.getBytes(StandardCharsets.UTF_8);
    keepSome(entry, utf8);
    Chunk chunk = chunk(entry);
    int at = entry & WITHIN_CHUNK;
    chunk.message[at] = hash(utf8);
    chunk.branch[at] = known(branch);
    chunk.lengthAndState.setRelease(at, utf8.length << STATE_BITS);
    return entry;
  }

  /**
   * The server said that the commit is done.
   *
   * @param id as the server returned it; null and blank are remembered as missing
   */
  public void acknowledged(long entry, @Nullable String id) {
    close(entry, State.ACKNOWLEDGED);
    acknowledged.increment();
    if (id == null || id.isBlank()) {
      String what = id == null ? "NULL" : id.isEmpty() ? "an empty ID" : "a blank ID";
      missingIds.increment();
      if (withoutId.size() < Anomalies.KEPT) {
        withoutId.put((int) entry, what);
      }
    } else {
      chunk((int) entry).id[(int) entry & WITHIN_CHUNK] = hash(id.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The server refused the commit: nothing of it may be stored. */
  public void failed(long entry, String sqlState) {
    close(entry, State.FAILED);
    failed.computeIfAbsent(sqlState, s -> new LongAdder()).increment();
  }

  /** The statement was sent and its answer lost: the commit may be stored or not. */
  public void inDoubt(long entry) {
    close(entry, State.IN_DOUBT);
    inDoubt.increment();
  }

  public long attempted() {
    return next.get();
  }

  public long acknowledged() {
    return acknowledged.sum();
  }

  public long failed() {
    return failed.values().stream().mapToLong(LongAdder::sum).sum();
  }

  public long inDoubt() {
    return inDoubt.sum();
  }

  /** Commits whose outcome has not been told. */
  long open() {
    return attempted() - acknowledged() - failed() - inDoubt();
  }

  /** Failed commits by SQLSTATE. */
  Map<String, Long> failures() {
    Map<String, Long> counts = new TreeMap<>();
    failed.forEach((sqlState, count) -> counts.put(sqlState, count.sum()));
    return counts;
  }

  /** Acknowledgements without an ID. */
  Anomalies missingIds() {
    var all = new Anomalies();
    withoutId.forEach((entry, what) -> all.add(name(entry) + " got " + what));
    all.add(missingIds.sum() - all.count());
    return all;
  }

  State state(int entry) {
    return STATES[lengthAndState(entry) & (STATES.length - 1)];
  }

  String branch(int entry) {
    return chunk(entry).branch[entry & WITHIN_CHUNK];
  }

  /** Bytes of the message as it was sent. */
  int length(int entry) {
    return lengthAndState(entry) >>> STATE_BITS;
  }

  long messageHash(int entry) {
    return chunk(entry).message[entry & WITHIN_CHUNK];
  }

  /** 0 while no ID is known. */
  long idHash(int entry) {
    return chunk(entry).id[entry & WITHIN_CHUNK];
  }

  /** The message as it was sent, where it was kept. */
  Optional<byte[]> sample(int entry) {
    return Optional.ofNullable(samples.get(entry));
  }

  /** The first messages of each length class, powers of two: an altered one can be explained. */
  private void keepSome(int entry, byte[] message) {
    int lengthClass = Integer.SIZE - Integer.numberOfLeadingZeros(message.length);
    if (message.length <= LONGEST_SAMPLE
        && samplesTaken.get(lengthClass) < SAMPLES_PER_LENGTH
        && samplesTaken.getAndIncrement(lengthClass) < SAMPLES_PER_LENGTH) {
      samples.put(entry, message);
    }
  }

  /** One and the same text for all commits of a branch. */
  String known(String branch) {
    String known = branches.get(branch); // takes no lock, as computeIfAbsent may
    return known != null ? known : branches.computeIfAbsent(branch, name -> name);
  }

  private void close(long entry, State state) {
    if (entry < 0 || entry >= next.get()) {
      throw new IllegalArgumentException("there is no entry " + entry);
    }
    int open = lengthAndState((int) entry) >>> STATE_BITS << STATE_BITS;
    if (!chunk((int) entry)
        .lengthAndState
        .compareAndSet((int) entry & WITHIN_CHUNK, open, open | state.ordinal())) {
      throw new IllegalStateException("the outcome of commit " + entry + " was told before");
    }
  }

  int lengthAndState(int entry) {
    return chunk(entry).lengthAndState.getAcquire(entry & WITHIN_CHUNK);
  }

  private Chunk chunk(int entry) {
    return chunks.get(entry >>> CHUNK_BITS);
  }
}
