package pggit.load.verdict;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.ToIntFunction;
import pggit.load.measure.Acquisition;
import pggit.load.measure.PoolState;
import pggit.load.measure.Sample;
import pggit.load.measure.Stall;
import pggit.load.pggit.Backends;

/**
 * What one pool did in some stretch of time, and what it was asked to do.
 *
 * @param limit the most connections it may have
 * @param timeout the longest that a caller may wait
 * @param acquisitions every attempt to get a connection, in the order of their ends
 * @param returns when connections were given back, {@link System#nanoTime}
 * @param samples what the pool said about itself
 * @param backends what the server said about the pool's sessions
 * @param refusals connections that the server refused to the pool, by SQLSTATE
 * @param stalls when the machine stood still
 */
public record PoolFacts(
    int limit,
    Duration timeout,
    List<Acquisition> acquisitions,
    List<Long> returns,
    List<Sample<PoolState>> samples,
    List<Sample<Backends>> backends,
    Map<String, Long> refusals,
    List<Stall> stalls) {

  public PoolFacts {
    acquisitions = List.copyOf(acquisitions);
    returns = List.copyOf(returns);
    samples = List.copyOf(samples);
    backends = List.copyOf(backends);
    refusals = Map.copyOf(refusals);
    stalls = List.copyOf(stalls);
  }

  /**
   * Of these what began between two instants of {@link System#nanoTime}; refusals, of which nobody
   * noted the time, and stalls stay whole.
   */
  public PoolFacts between(long fromNanos, long toNanos) {
    LongPredicate wanted = nanos -> nanos - fromNanos >= 0 && nanos - toNanos < 0;
    return new PoolFacts(
        limit,
        timeout,
        acquisitions.stream().filter(a -> wanted.test(a.startedNanos())).toList(),
        returns.stream().filter(wanted::test).toList(),
        samples.stream().filter(s -> wanted.test(s.nanos())).toList(),
        backends.stream().filter(s -> wanted.test(s.nanos())).toList(),
        refusals,
        stalls);
  }

  /** Of these what began at an instant or later. */
  public PoolFacts since(long fromNanos) {
    return between(fromNanos, fromNanos + Long.MAX_VALUE); // wraps round as nanoTime may
  }

  public List<Acquisition> served() {
    return acquisitions.stream().filter(a -> !a.timedOut()).toList();
  }

  public List<Acquisition> timeouts() {
    return acquisitions.stream().filter(Acquisition::timedOut).toList();
  }

  /**
   * The time-outs that came later than the time-out and this share of it, not counting how long the
   * machine stood still between the instant they were due and the one they came.
   */
  public List<Acquisition> late(double tolerance) {
    long latest = Math.round(timeout.toNanos() * (1 + tolerance));
    return timeouts().stream().filter(a -> a.waitedNanos() - stalledNanos(a) > latest).toList();
  }

  private long stalledNanos(Acquisition timedOut) {
    long due = timedOut.startedNanos() + timeout.toNanos();
    return Stall.longest(stalls, due, timedOut.endedNanos());
  }

  /**
   * The most connections that were lent out at once, from each single lending. Never too high,
   * since a return is noted before the connection can be lent again and a lending after it.
   */
  public int peakLent() {
    var changes = new TreeMap<Long, int[]>(); // by instant: how many came back, how many went out
    served().forEach(lent -> changes.computeIfAbsent(lent.endedNanos(), at -> new int[2])[1]++);
    returns.forEach(returned -> changes.computeIfAbsent(returned, at -> new int[2])[0]++);
    int out = 0;
    int peak = 0;
    for (var change : changes.values()) {
      out += change[1] - change[0];
      peak = Math.max(peak, out);
    }
    return peak;
  }

  /** The most connections the pool said it had. */
  public int peakPooled() {
    return peak(samples, PoolState::total);
  }

  /** The most callers that waited. */
  public int peakPending() {
    return peak(samples, PoolState::pending);
  }

  /** The most sessions the server had of this pool. */
  public int peakBackends() {
    return peak(backends, Backends::total);
  }

  private static <T> int peak(List<Sample<T>> samples, ToIntFunction<T> what) {
    return samples.stream().map(Sample::value).mapToInt(what).max().orElse(0);
  }
}
