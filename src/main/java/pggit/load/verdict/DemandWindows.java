package pggit.load.verdict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import pggit.load.analysis.LoadWindow;
import pggit.load.analysis.Refusals;
import pggit.load.measure.ArrivalLog;

/**
 * Arrivals cut into windows of equal length, from an instant on. Pure. An arrival counts in two
 * ways: for the window in which it was due, by what became of it, and for that in which it ended,
 * as work done there.
 */
final class DemandWindows {

  private final List<LoadWindow> windows = new ArrayList<>();
  private final List<Double> goodput = new ArrayList<>();
  private final long[] due;
  private final long[] ended;

  /**
   * @param fromNanos where the first window begins, {@link System#nanoTime}
   * @param windowNanos length of each, above 0
   * @param count how many
   * @param places how many arrivals can be worked on at once; those beyond that wait
   */
  DemandWindows(ArrivalLog log, long fromNanos, long windowNanos, int count, int places) {
    var dueFrom = LongStream.builder();
    var endedFrom = LongStream.builder();
    var failed = new int[count];
    var done = new int[count];
    var took = new ArrayList<LongStream.Builder>();
    for (int w = 0; w < count; w++) {
      took.add(LongStream.builder());
    }
    log.forEach(
        arrival -> {
          long dueAt = arrival.dueNanos() - fromNanos;
          long endedAt = arrival.endedNanos() - fromNanos;
          dueFrom.add(dueAt);
          endedFrom.add(endedAt);
          int in = (int) Math.floorDiv(dueAt, windowNanos);
          if (in >= 0 && in < count) {
            failed[in] += arrival.served() ? 0 : 1;
            if (arrival.served()) {
              took.get(in).add(arrival.nanos());
            }
          }
          int out = (int) Math.floorDiv(endedAt, windowNanos);
          if (out >= 0 && out < count && arrival.served()) {
            done[out]++;
          }
        });
    due = dueFrom.build().sorted().toArray();
    ended = endedFrom.build().sorted().toArray();
    double seconds = windowNanos / 1e9;
    for (int w = 0; w < count; w++) {
      var sorted = took.get(w).build().sorted().toArray();
      int arrived = failed[w] + sorted.length;
      goodput.add(done[w] / seconds);
      windows.add(
          new LoadWindow(
              arrived / seconds,
              sorted.length / seconds,
              p95Seconds(sorted).orElse(0),
              arrived == 0 ? 0 : failed[w] / (double) arrived,
              Math.max(0, fewestInside(w * windowNanos, (w + 1) * windowNanos) - places)));
    }
  }

  /** What became of the arrivals that were due in each window. */
  List<LoadWindow> windows() {
    return windows;
  }

  /** Arrivals served in each window, per second, whenever they were due. */
  List<Double> goodput() {
    return goodput;
  }

  /** Arrivals due and not ended at an instant, in nanoseconds from the first window on. */
  int inside(long atNanos) {
    return before(due, atNanos) - before(ended, atNanos);
  }

  /**
   * The fewest at any instant between two. A few may have to wait for a moment at any load; a queue
   * that never empties is the one that matters.
   */
  private int fewestInside(long fromNanos, long toNanos) {
    int fewest = inside(fromNanos);
    for (int e = before(ended, fromNanos); e < ended.length && ended[e] < toNanos; e++) {
      fewest = Math.min(fewest, before(due, ended[e] + 1) - e - 1);
    }
    return fewest;
  }

  private static int before(long[] sorted, long nanos) {
    int found = Arrays.binarySearch(sorted, nanos);
    if (found < 0) {
      return -found - 1;
    }
    while (found > 0 && sorted[found - 1] == nanos) {
      found--;
    }
    return found;
  }

  /** The arrivals that ended between two instants without having been served. */
  static Refusals refusals(ArrivalLog log, long fromNanos, long toNanos) {
    var refused = new ArrayList<ArrivalLog.Ended>();
    log.forEach(
        arrival -> {
          if (!arrival.served()
              && arrival.endedNanos() - fromNanos >= 0
              && arrival.endedNanos() - toNanos < 0) {
            refused.add(arrival);
          }
        });
    return new Refusals(refused);
  }

  private static OptionalDouble p95Seconds(long[] sorted) {
    return sorted.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(sorted[(int) Math.ceil(0.95 * sorted.length) - 1] / 1e9);
  }
}
