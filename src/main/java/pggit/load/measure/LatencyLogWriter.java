package pggit.load.measure;

import java.nio.file.Path;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Writes {@code latency.hlog} in HdrHistogram's log format: one line for each series that has
 * values in an interval. One thread at a time.
 */
final class LatencyLogWriter implements AutoCloseable {
  private final GrowingFile file;
  private final HistogramLogWriter writer;

  /**
   * @throws java.io.UncheckedIOException if the file cannot be created
   */
  LatencyLogWriter(Path path) {
    file = new GrowingFile(path);
    writer = new HistogramLogWriter(file.out());
    writer.outputComment("[Latencies of pgGit Load in ns, tag: operation/part/phase]");
    writer.outputLogFormatVersion();
    writer.outputStartTime(System.currentTimeMillis());
    writer.outputLegend();
    file.flush();
  }

  void write(Series series, AbstractHistogram histogram, long startMillis, long endMillis) {
    histogram.setTag(series.tag());
    histogram.setStartTimeStamp(startMillis);
    histogram.setEndTimeStamp(endMillis);
    writer.outputIntervalHistogram(histogram);
  }

  void flush() {
    file.flush();
  }

  @Override
  public void close() {
    file.close();
  }
}
