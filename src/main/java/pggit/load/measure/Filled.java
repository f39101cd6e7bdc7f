package pggit.load.measure;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.HdrHistogram.AtomicHistogram;

/**
 * What a recorder's writers fill between two reads; once out of use, it belongs to the reader.
 *
 * @param cells by index of the operation
 */
record Filled(Phase phase, long startedMillis, List<Cells> cells) {

  /**
   * A stretch of a run.
   *
   * @param token differs from that of every other phase of the recorder
   */
  record Phase(int token, String name, boolean measured) {}

  /** The histograms of one operation, one for each part. */
  static final class Cells {
    private final AtomicHistogram[] byPart =
        Stream.generate(Buckets::concurrent)
            .limit(Part.values().length)
            .toArray(AtomicHistogram[]::new);

    void record(Part part, long nanos) {
      Buckets.record(byPart[part.ordinal()], nanos);
    }

    void clear() {
      for (AtomicHistogram histogram : byPart) {
        if (histogram.getTotalCount() > 0) {
          histogram.reset();
        }
      }
    }
  }

  /**
   * Shows all that has values.
   *
   * @param operations by index
   */
  void forEach(List<Recorder.Operation> operations, BiConsumer<Series, AtomicHistogram> reader) {
    for (int index = 0; index < cells.size(); index++) {
      for (Part part : Part.values()) {
        AtomicHistogram histogram = cells.get(index).byPart[part.ordinal()];
        if (histogram.getTotalCount() > 0) {
          reader.accept(
              new Series(operations.get(index).toString(), part, phase.name()), histogram);
        }
      }
    }
  }
}
