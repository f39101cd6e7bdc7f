package pggit.load.verdict;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
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
  private final NavigableMap<Long, Integer> inside = new TreeMap<>(); // from each instant on

  /**
   * @param fromNanos where the first window begins, {@link System#nanoTime}
   * @param windowNanos length of each, above 0
   * @param places how many arrivals can be worked on at once; those beyond that wait
   */
  DemandWindows(List<Arrival> arrivals, long fromNanos, long windowNanos, int count, int places) {
    for (var arrival : arrivals) {
      inside.merge(arrival.dueNanos() - fromNanos, 1, Integer::sum);
      inside.merge(arrival.endedNanos() - fromNanos, -1, Integer::sum);
    }
    int now = 0;
    for (var change : inside.entrySet()) {
      now += change.getValue();
      change.setValue(now);
    }
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
    var before = inside.lowerEntry(atNanos);
    return before == null ? 0 : before.getValue();
  }

  /**
   * The fewest at any instant between two. A few may have to wait for a moment at any load; a queue
   * that never empties is the one that matters.
   */
  private int fewestInside(long fromNanos, long toNanos) {
    var meanwhile = inside.subMap(fromNanos, toNanos).values();
    return meanwhile.isEmpty()
        ? inside(fromNanos)
        : Math.min(inside(fromNanos), Collections.min(meanwhile));
  }

  static Refusals refusals(List<Arrival> arrivals, long fromNanos, long toNanos) {
    return new Refusals(
        arrivals.stream()
            .filter(a -> !a.served())
            .filter(a -> a.endedNanos() - fromNanos >= 0 && a.endedNanos() - toNanos < 0)
            .toList());
  }
}
