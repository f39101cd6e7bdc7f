package pggit.load.measure;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.AtomicHistogram;
import pggit.load.measure.Recorder.Part;

/**
 * What is recorded between two reads: one phase, and for each operation and part one histogram.
 * Writers fill it at any number of threads; once the recorder has taken it out of use it belongs to
 * the reader.
 */
final class Interval {
  private static final Part[] PARTS = Part.values();

  final Phase phase;
  final long startedMillis;

  /** By operation, then by part. */
  private final List<AtomicHistogram[]> cells;

  Interval(Phase phase, long startedMillis, List<AtomicHistogram[]> cells) {
    this.phase = phase;
    this.startedMillis = startedMillis;
    this.cells = cells;
  }

  /**
   * Empty cells for {@code operations} operations, made from {@code used} ones as far as they go.
   */
  static List<AtomicHistogram[]> cells(int operations, List<AtomicHistogram[]> used) {
    List<AtomicHistogram[]> cells = new ArrayList<>(used);
    for (AtomicHistogram[] parts : cells) {
      for (AtomicHistogram histogram : parts) {
        if (histogram.getTotalCount() > 0) {
          histogram.reset();
        }
      }
    }
    while (cells.size() < operations) {
      AtomicHistogram[] parts = new AtomicHistogram[PARTS.length];
      for (int part = 0; part < parts.length; part++) {
        parts[part] = Buckets.concurrent();
      }
      cells.add(parts);
    }
    return cells;
  }

  List<AtomicHistogram[]> cells() {
    return cells;
  }

  AtomicHistogram histogram(int operation, Part part) {
    return cells.get(operation)[part.ordinal()];
  }

  void record(
      int operation,
      long intendedNanos,
      long startedNanos,
      long acquiredNanos,
      long executedNanos,
      long releasedNanos) {
    AtomicHistogram[] parts = cells.get(operation);
    Buckets.record(parts[Part.LAG.ordinal()], startedNanos - intendedNanos);
    Buckets.record(parts[Part.ACQUIRE.ordinal()], acquiredNanos - startedNanos);
    Buckets.record(parts[Part.EXECUTE.ordinal()], executedNanos - acquiredNanos);
    Buckets.record(parts[Part.RESPONSE.ordinal()], releasedNanos - intendedNanos);
  }
}
