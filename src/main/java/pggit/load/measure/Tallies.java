package pggit.load.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import pggit.load.measure.Recorder.Part;

/**
 * Sums of intervals by series, in the order in which the series were first seen. One thread at a
 * time.
 */
final class Tallies {
  private final Map<Series, Histogram> sums = new LinkedHashMap<>();

  void add(Series series, AbstractHistogram interval) {
    sums.computeIfAbsent(series, unseen -> Buckets.growing()).add(interval);
  }

  /** All phases of an operation and part; empty if there are none. */
  Snapshot snapshot(String operation, Part part) {
    return sum(series -> series.operation().equals(operation) && series.part() == part);
  }

  /** One phase of an operation and part; empty if there is none. */
  Snapshot snapshot(String operation, Part part, String phase) {
    return sum(new Series(operation, part, phase)::equals);
  }

  private Snapshot sum(Predicate<Series> wanted) {
    Histogram sum = Buckets.growing();
    sums.forEach(
        (series, histogram) -> {
          if (wanted.test(series)) {
            sum.add(histogram);
          }
        });
    return new Snapshot(sum);
  }

  List<String> operations() {
    return sums.keySet().stream().map(Series::operation).distinct().toList();
  }

  List<String> phases() {
    return sums.keySet().stream().map(Series::phase).distinct().toList();
  }
}
