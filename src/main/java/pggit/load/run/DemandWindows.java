package pggit.load.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import pggit.load.analysis.LoadWindow;
import pggit.load.measure.WishLog;

/**
 * Wishes cut into windows of equal length, from an instant on. Pure. A wish counts in two ways: for
 * the window in which it was due, by what became of it, and for that in which it ended, as work
 * done there.
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
   * @param places how many wishes can be worked on at once: who is beyond that waits
   */
  DemandWindows(WishLog log, long fromNanos, long windowNanos, int count, int places) {
    var dueFrom = LongStream.builder();
    var endedFrom = LongStream.builder();
    var failed = new int[count];
    var done = new int[count];
    var took = new ArrayList<LongStream.Builder>();
    for (int w = 0; w < count; w++) {
      took.add(LongStream.builder());
    }
    log.visit(
        (dueNanos, endedNanos, fulfilled) -> {
          dueFrom.add(dueNanos - fromNanos);
          endedFrom.add(endedNanos - fromNanos);
          int in = (int) Math.floorDiv(dueNanos - fromNanos, windowNanos);
          if (in >= 0 && in < count) {
            failed[in] += fulfilled ? 0 : 1;
            if (fulfilled) {
              took.get(in).add(endedNanos - dueNanos);
            }
          }
          int out = (int) Math.floorDiv(endedNanos - fromNanos, windowNanos);
          if (out >= 0 && out < count && fulfilled) {
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

  /** What became of those who came in each window. */
  List<LoadWindow> windows() {
    return windows;
  }

  /** Wishes fulfilled in each window, per second, whenever they were due. */
  List<Double> goodput() {
    return goodput;
  }

  /** Wishes that were due and not ended at an instant, in nanoseconds from the first window on. */
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

  /** How long it took to be told no between two instants, 95th percentile; empty if nobody was. */
  static OptionalDouble refusalSeconds(WishLog log, long fromNanos, long toNanos) {
    var took = LongStream.builder();
    log.visit(
        (dueNanos, endedNanos, fulfilled) -> {
          if (!fulfilled && endedNanos - fromNanos >= 0 && endedNanos - toNanos < 0) {
            took.add(endedNanos - dueNanos);
          }
        });
    return p95Seconds(took.build().sorted().toArray());
  }

  private static OptionalDouble p95Seconds(long[] sorted) {
    return sorted.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(sorted[(int) Math.ceil(0.95 * sorted.length) - 1] / 1e9);
  }
}
