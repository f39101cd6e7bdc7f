package pggit.load.measure;

import java.util.stream.Stream;
import org.HdrHistogram.AtomicHistogram;

/** The histograms of one operation that writers fill, one for each part. */
final class Cells {
  private final AtomicHistogram[] byPart =
      Stream.generate(Buckets::concurrent)
          .limit(Part.values().length)
          .toArray(AtomicHistogram[]::new);

  AtomicHistogram of(Part part) {
    return byPart[part.ordinal()];
  }

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
