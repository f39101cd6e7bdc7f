package pggit.load.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
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
    failed(Cause.Kind.of(sqlState, example), shortened(example), 1);
    longestFailure.accumulate(endedNanos - startedNanos);
    span(startedNanos, endedNanos);
  }

  private void failed(Cause.Kind kind, String example, long count) {
    boolean told = kinds.size() < KINDS || kinds.containsKey(kind);
    kinds
        .computeIfAbsent(
            told ? kind : new Cause.Kind(kind.sqlState(), ""),
            unseen -> new Seen(example, new LongAdder()))
        .count
        .add(count);
  }

  /**
   * As it goes to a file.
   *
   * @param clock from {@link System#nanoTime} to the time of day
   */
  Tallies.Counts counts(String operation, LongFunction<Instant> clock) {
    List<Tallies.Failures> failures = new ArrayList<>();
    new TreeMap<>(kinds)
        .forEach(
            (kind, seen) -> {
              long count = seen.count.sum();
              if (count > 0) { // 0 while the first one is just being counted
                failures.add(new Tallies.Failures(kind, count, seen.example));
              }
            });
    long first = firstStarted.get();
    long last = lastEnded.get();
    Optional<Tallies.Span> span =
        last == Long.MIN_VALUE
            ? Optional.empty()
            : Optional.of(new Tallies.Span(clock.apply(first), clock.apply(last)));
    return new Tallies.Counts(operation, successes(), failures, span, longestFailure());
  }

  /**
   * Adds what another one counted.
   *
   * @param clock from the time of day to what this one takes for {@link System#nanoTime}
   */
  void add(Tallies.Counts counts, ToLongFunction<Instant> clock) {
    successes.add(counts.successes());
    counts.failures().forEach(f -> failed(f.kind(), f.example(), f.count()));
    longestFailure.accumulate(counts.longestFailure().toNanos());
    counts
        .span()
        .ifPresent(
            span ->
                span(clock.applyAsLong(span.firstStarted()), clock.applyAsLong(span.lastEnded())));
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

  /** {@link System#nanoTime} when the first request began; there must have been one. */
  public long firstStartedNanos() {
    return firstStarted.get();
  }

  /** When the last one ended, likewise. */
  public long lastEndedNanos() {
    return lastEnded.get();
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
