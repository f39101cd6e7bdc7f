package pggit.load.measure;

import org.HdrHistogram.AtomicHistogram;
import pggit.load.measure.Recorder.Part;

/** The histograms of one operation that writers fill; one for each part. */
record Cells(
    AtomicHistogram lag,
    AtomicHistogram acquire,
    AtomicHistogram execute,
    AtomicHistogram response) {

  static Cells empty() {
    return new Cells(
        Buckets.concurrent(), Buckets.concurrent(), Buckets.concurrent(), Buckets.concurrent());
  }

  AtomicHistogram of(Part part) {
    return switch (part) {
      case LAG -> lag;
      case ACQUIRE -> acquire;
      case EXECUTE -> execute;
      case RESPONSE -> response;
    };
  }

  void record(
      long intendedNanos,
      long startedNanos,
      long acquiredNanos,
      long executedNanos,
      long releasedNanos) {
    Buckets.record(lag, startedNanos - intendedNanos);
    Buckets.record(acquire, acquiredNanos - startedNanos);
    Buckets.record(execute, executedNanos - acquiredNanos);
    Buckets.record(response, releasedNanos - intendedNanos);
  }

  void clear() {
    for (Part part : Part.values()) {
      AtomicHistogram histogram = of(part);
      if (histogram.getTotalCount() > 0) {
        histogram.reset();
      }
    }
  }
}
