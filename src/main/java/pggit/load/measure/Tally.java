package pggit.load.measure;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of the requests of one name: how many, with which SQLSTATEs, between which instants.
 * All phases count, warm-up too: a tally answers "did it work", a {@link Recorder} "how long did it
 * take". Any thread may add; a reading while others add is approximate.
 */
public final class Tally {

  private final LongAdder successes = new LongAdder();
  private final Failures failures = new Failures();

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
    failures.add(sqlState, example);
    longestFailure.accumulate(endedNanos - startedNanos);
    span(startedNanos, endedNanos);
  }

  public long successes() {
    return successes.sum();
  }

  /** Failures by SQLSTATE. */
  public Map<String, Long> failures() {
    return failures.by(ErrorCount::count);
  }

  /** The same as failures of an operation, with an example of each. */
  List<ErrorCount> errors(String operation) {
    return failures.counts(operation);
  }

  /** Failures by kind of error. */
  public Map<Cause.Kind, Long> kinds() {
    return failures.byKind();
  }

  /** One error in one line for each SQLSTATE. */
  public Map<String, String> examples() {
    return failures.by(ErrorCount::example);
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

  private void span(long startedNanos, long endedNanos) {
    firstStarted.accumulate(startedNanos);
    lastEnded.accumulate(endedNanos);
  }
}
