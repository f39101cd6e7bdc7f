package pggit.load.pggit;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Every commit that was attempted, and what became of it: the yardstick for what has to be stored.
 * Keeps 64-bit hashes of ID and message instead of the texts, so that 10 million commits take less
 * than 256 MB; a message of 64 KiB or more, and a branch beyond the 16,383rd, cost some 100 bytes
 * on top.
 *
 * <p>Any thread may write. There is no lock that all writers share; the outcome of an entry is told
 * by one thread, once. An {@link Audit} is made when the writers are done.
 */
public final class Ledger {

  private static final int MAX_TOKEN = 40;

  private final String runToken;
  private final AtomicLong next = new AtomicLong();
  private final Entries entries = new Entries();
  private final IdIndex ids = new IdIndex(entries);
  private final Branches branches = new Branches();
  private final MessageSamples samples = new MessageSamples();
  private final Map<Integer, Integer> longLengths = new ConcurrentHashMap<>();
  private final LongAdder acknowledged = new LongAdder();
  private final Map<String, LongAdder> failed = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> inDoubt = new ConcurrentHashMap<>();
  private final Anomalies repeatedIds = new Anomalies();
  private final Anomalies missingIds = new Anomalies();

  /**
   * @param runToken tells this run's commits from any other's; letters, digits, {@code _} and
   *     {@code .}, at most 40
   */
  public Ledger(String runToken) {
    if (!runToken.matches("[A-Za-z0-9_.]{1," + MAX_TOKEN + "}")) {
      throw new IllegalArgumentException(
          "runToken must be 1 to 40 letters, digits, _ or ., was \"" + runToken + "\"");
    }
    this.runToken = runToken;
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
    return "[" + runToken + "-";
  }

  /**
   * Takes down a commit before its statement is sent.
   *
   * @return the entry's number, counted from 0
   * @throws IllegalStateException after two thousand million entries
   */
  public long intend(String branch, String message) {
    long number = next.getAndIncrement();
    if (number == Integer.MAX_VALUE) {
      next.decrementAndGet();
      throw new IllegalStateException("the ledger is full after " + number + " commits");
    }
    int entry = (int) number;
    byte[] utf8 = message.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > Entries.MAX_LENGTH) {
      longLengths.put(entry, utf8.length);
    }
    samples.offer(entry, utf8);
    entries.fill(entry, Hash.of(utf8), utf8.length, branches.number(entry, branch));
    return entry;
  }

  /**
   * The server said that the commit is done.
   *
   * @param id as the server returned it; null and blank are remembered as missing
   */
  public void acknowledged(long entry, @Nullable String id) {
    int at = close(entry, Entries.ACKNOWLEDGED);
    acknowledged.increment();
    if (id == null || id.isBlank()) {
      String what = id == null ? "NULL" : id.isEmpty() ? "an empty ID" : "a blank ID";
      missingIds.add(() -> "commit " + at + " got " + what);
      return;
    }
    entries.setIdHash(at, Hash.of(id));
    int earlier = ids.add(at);
    if (earlier >= 0) {
      repeatedIds.add(() -> "'" + id + "' for commits " + earlier + " and " + at);
    }
  }

  /** The server refused the commit: nothing of it may be stored. */
  public void failed(long entry, String sqlState) {
    close(entry, Entries.FAILED);
    failed.computeIfAbsent(sqlState, s -> new LongAdder()).increment();
  }

  /** The statement was sent and its answer lost: the commit may be stored or not. */
  public void inDoubt(long entry, String sqlState) {
    close(entry, Entries.IN_DOUBT);
    inDoubt.computeIfAbsent(sqlState, s -> new LongAdder()).increment();
  }

  public long attempted() {
    return next.get();
  }

  public long acknowledged() {
    return acknowledged.sum();
  }

  public long failed() {
    return sum(failed);
  }

  public long inDoubt() {
    return sum(inDoubt);
  }

  /** Commits whose outcome has not been told; to an audit they are in doubt. */
  public long open() {
    return attempted() - acknowledged() - failed() - inDoubt();
  }

  /** Failed commits by SQLSTATE. */
  public Map<String, Long> failures() {
    Map<String, Long> counts = new TreeMap<>();
    failed.forEach((sqlState, count) -> counts.put(sqlState, count.sum()));
    return counts;
  }

  Entries entries() {
    return entries;
  }

  IdIndex ids() {
    return ids;
  }

  /** IDs that were acknowledged for a second commit. */
  Anomalies repeatedIds() {
    return repeatedIds;
  }

  /** Acknowledgements without an ID. */
  Anomalies missingIds() {
    return missingIds;
  }

  Branches branches() {
    return branches;
  }

  String branch(int entry) {
    return branches.name(entry, entries.branch(entry));
  }

  /** Bytes of the message as it was sent. */
  int length(int entry) {
    int length = entries.length(entry);
    return length > Entries.MAX_LENGTH ? longLengths.getOrDefault(entry, length) : length;
  }

  /** The message as it was sent, where it was kept. */
  Optional<byte[]> sample(int entry) {
    return samples.of(entry);
  }

  private int close(long entry, int state) {
    if (entry < 0 || entry >= next.get()) {
      throw new IllegalArgumentException("there is no entry " + entry);
    }
    if (!entries.close((int) entry, state)) {
      throw new IllegalStateException("the outcome of commit " + entry + " was told before");
    }
    return (int) entry;
  }

  private static long sum(Map<String, LongAdder> counts) {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }
}
