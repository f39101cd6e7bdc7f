package pggit.load.measure;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * What a recorder takes down, in a run's directory: {@code latency.hlog} in HdrHistogram's log
 * format, one line for each series that has values in an interval; {@code errors.csv}, columns
 * {@code time,operation,sqlstate,count}, one row for each operation and SQLSTATE that failed in it.
 * One thread at a time.
 */
final class RecorderLog implements AutoCloseable {
  static final String LATENCIES = "latency.hlog";
  static final String ERRORS = "errors.csv";

  private final GrowingFile latencies;
  private final HistogramLogWriter writer;
  private final GrowingFile errors;

  /** Failures by operation and SQLSTATE, as far as they have a row. */
  private final Map<List<String>, Long> written = new HashMap<>();

  /**
   * @throws java.io.UncheckedIOException if a file cannot be created
   */
  RecorderLog(Path directory, long startedMillis) {
    latencies = new GrowingFile(directory.resolve(LATENCIES));
    writer = new HistogramLogWriter(latencies.out());
    writer.outputComment("[Latencies of pgGit Load in ns, tag: operation/part/phase]");
    writer.outputLogFormatVersion();
    writer.outputStartTime(startedMillis);
    writer.outputLegend();
    latencies.flush();
    errors = GrowingFile.csv(directory.resolve(ERRORS), "operation,sqlstate,count");
  }

  void write(Series series, AbstractHistogram histogram, long startMillis, long endMillis) {
    histogram.setTag(series.tag());
    histogram.setStartTimeStamp(startMillis);
    histogram.setEndTimeStamp(endMillis);
    writer.outputIntervalHistogram(histogram);
  }

  /** Ends an interval, until whose end so much failed. */
  void flush(List<ErrorCount> failed) {
    latencies.flush();
    Instant now = Instant.now();
    for (ErrorCount error : failed) {
      List<String> kind = List.of(error.operation(), error.sqlState());
      long more = error.count() - written.getOrDefault(kind, 0L);
      if (more > 0) {
        error(now, error.operation(), error.sqlState(), more);
        written.put(kind, error.count());
      }
    }
  }

  void error(Instant until, String operation, String sqlState, long count) {
    errors.row(until, List.of(operation, sqlState, count));
  }

  @Override
  public void close() {
    latencies.close();
    errors.close();
  }
}
