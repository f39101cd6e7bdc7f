package pggit.load.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What became of the requests of one name: how many, with which SQLSTATEs, between which instants.
 * All phases count, warm-up too: a tally answers "did it work", a {@link Recorder} "how long did it
 * take". Any thread may add; a reading while others add is approximate.
 */
public final class Tally {

  /** Enough to recognise an error by; a server may quote a whole statement. */
  private static final int EXAMPLE_LENGTH = 500;

  /** More kinds are told apart by their SQLSTATE alone. */
  private static final int KINDS = 50;

  private record Seen(String example, LongAdder count) {}

  private final LongAdder successes = new LongAdder();
  private final Map<Cause.Kind, Seen> kinds = new ConcurrentHashMap<>();

  // nanoTime may be negative, so MAX_VALUE and MIN_VALUE stand for "none yet"; within one run it
  // does not wrap round.
  private final LongAccumulator firstStarted = new LongAccumulator(Math::min, Long.MAX_VALUE);
  private final LongAccumulator lastEnded = new LongAccumulator(Math::max, Long.MIN_VALUE);
  private final LongAccumulator longestFailure = new LongAccumulator(Math::max, 0);

  /** Counts a success between two {@link System#nanoTime()} instants. */
  public void succeeded(long startedNanos, long endedNanos) {
    successes.increment();
    span(startedNanos, endedNanos);
  }

  /**
   * Counts a failure between two {@link System#nanoTime()} instants.
   *
   * @param example the error in one line, without parameter values; the first of each kind is kept
   */
  public void failed(String sqlState, String example, long startedNanos, long endedNanos) {
    var kind = Cause.Kind.of(sqlState, example);
    if (kinds.size() >= KINDS && !kinds.containsKey(kind)) {
      kind = new Cause.Kind(sqlState, "");
    }
    kinds
        .computeIfAbsent(kind, unseen -> new Seen(shortened(example), new LongAdder()))
        .count
        .increment();
    longestFailure.accumulate(endedNanos - startedNanos);
    span(startedNanos, endedNanos);
  }

  public long successes() {
    return successes.sum();
  }

  /** Failures by SQLSTATE. */
  public Map<String, Long> failures() {
    return by(ErrorCount::count);
  }

  /** By SQLSTATE, as failures of an operation, each with an example of its most frequent kind. */
  List<ErrorCount> errors(String operation) {
    Map<String, List<Seen>> byState = new TreeMap<>();
    kinds.forEach(
        (kind, seen) -> byState.computeIfAbsent(kind.sqlState(), s -> new ArrayList<>()).add(seen));
    List<ErrorCount> counts = new ArrayList<>();
    byState.forEach(
        (sqlState, seen) -> {
          long count = seen.stream().mapToLong(s -> s.count.sum()).sum();
          var most = Collections.max(seen, Comparator.comparingLong(s -> s.count.sum()));
          if (count > 0) { // 0 while the first one is just being counted
            counts.add(new ErrorCount(operation, sqlState, count, most.example));
          }
        });
    return counts;
  }

  /** Failures by kind of error. */
  public Map<Cause.Kind, Long> kinds() {
    Map<Cause.Kind, Long> counts = new TreeMap<>();
    kinds.forEach((kind, seen) -> counts.put(kind, seen.count.sum()));
    return counts;
  }

  /** One error in one line for each SQLSTATE. */
  public Map<String, String> examples() {
    return by(ErrorCount::example);
  }

  private <T> Map<String, T> by(Function<ErrorCount, T> what) {
    return errors("").stream()
        .collect(Collectors.toMap(ErrorCount::sqlState, what, (a, b) -> a, TreeMap::new));
  }

  public long attempts() {
    return successes() + failures().values().stream().mapToLong(Long::longValue).sum();
  }

  /** From the start of the first request to the end of the last one; zero if there was none. */
  public Duration span() {
    return span(List.of(this));
  }

  /** How long any of them lasted; what two have in common counts once, what none has never. */
  public static Duration span(Collection<Tally> tallies) {
    long nanos = 0;
    long until = Long.MIN_VALUE;
    var inTurn =
        tallies.stream()
            .filter(tally -> tally.attempts() > 0)
            .sorted(Comparator.comparingLong(tally -> tally.firstStarted.get()))
            .toList();
    for (var tally : inTurn) {
      nanos += Math.max(0, tally.lastEnded.get() - Math.max(until, tally.firstStarted.get()));
      until = Math.max(until, tally.lastEnded.get());
    }
    return Duration.ofNanos(nanos);
  }

  /** How long the slowest failure took to be told; zero if there was none. */
  public Duration longestFailure() {
    return Duration.ofNanos(longestFailure.get());
  }

  private static String shortened(String example) {
    return example.length() > EXAMPLE_LENGTH ? example.substring(0, EXAMPLE_LENGTH) : example;
  }

  private void span(long startedNanos, long endedNanos) {
    firstStarted.accumulate(startedNanos);
    lastEnded.accumulate(endedNanos);
  }
}
