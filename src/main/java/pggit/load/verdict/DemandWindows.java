package pggit.load.verdict;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pggit.load.analysis.LoadWindow;
import pggit.load.analysis.Refusals;
import pggit.load.measure.Arrival;

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
   * @param places how many arrivals can be worked on at once; those beyond that wait
   */
  DemandWindows(List<Arrival> arrivals, long fromNanos, long windowNanos, int count, int places) {
    due = arrivals.stream().mapToLong(a -> a.dueNanos() - fromNanos).sorted().toArray();
    ended = arrivals.stream().mapToLong(a -> a.endedNanos() - fromNanos).sorted().toArray();
    var byDue =
        arrivals.stream()
            .collect(groupingBy(a -> Math.floorDiv(a.dueNanos() - fromNanos, windowNanos)));
    var doneIn =
        arrivals.stream()
            .filter(Arrival::served)
            .collect(
                groupingBy(
                    a -> Math.floorDiv(a.endedNanos() - fromNanos, windowNanos), counting()));
    double seconds = windowNanos / 1e9;
    for (long w = 0; w < count; w++) {
      var arrived = byDue.getOrDefault(w, List.of());
      var took =
          arrived.stream().filter(Arrival::served).mapToLong(Arrival::nanos).sorted().toArray();
      int failed = arrived.size() - took.length;
      goodput.add(doneIn.getOrDefault(w, 0L) / seconds);
      windows.add(
          new LoadWindow(
              arrived.size() / seconds,
              took.length / seconds,
              took.length == 0 ? 0 : took[(int) Math.ceil(0.95 * took.length) - 1] / 1e9,
              failed == 0 ? 0 : failed / (double) arrived.size(),
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

  static Refusals refusals(List<Arrival> arrivals, long fromNanos, long toNanos) {
    return new Refusals(
        arrivals.stream()
            .filter(a -> !a.served())
            .filter(a -> a.endedNanos() - fromNanos >= 0 && a.endedNanos() - toNanos < 0)
            .toList());
  }
}
