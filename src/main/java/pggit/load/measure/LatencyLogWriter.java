package pggit.load.measure;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.HistogramLogWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes {@code latency.hlog} in HdrHistogram's log format: one line for each series that has
 * values in an interval. Owns the daemon thread {@code pggit-latency-log}; what is written belongs
 * to one thread at a time.
 */
final class LatencyLogWriter {
  private static final Logger LOG = LoggerFactory.getLogger(LatencyLogWriter.class);
  private static final long STOP_SECONDS = 10;

  private final Path file;
  private final PrintStream out;
  private final HistogramLogWriter writer;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread daemon = new Thread(task, "pggit-latency-log");
            daemon.setDaemon(true);
            return daemon;
          });
  private boolean broken;
  private boolean closed;

  private LatencyLogWriter(Path file, PrintStream out) {
    this.file = file;
    this.out = out;
    writer = new HistogramLogWriter(out);
  }

  static LatencyLogWriter open(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      PrintStream out =
          new PrintStream(
              new BufferedOutputStream(Files.newOutputStream(file)), false, StandardCharsets.UTF_8);
      LatencyLogWriter log = new LatencyLogWriter(file, out);
      log.writer.outputComment("[Latencies of pgGit Load in ns, tag: operation/part/phase]");
      log.writer.outputLogFormatVersion();
      log.writer.outputStartTime(System.currentTimeMillis());
      log.writer.outputLegend();
      log.flush();
      return log;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  void everySecond(Runnable drain) {
    var unused = thread.scheduleAtFixedRate(() -> attempt(drain), 1, 1, TimeUnit.SECONDS);
  }

  private static void attempt(Runnable drain) {
    try {
      drain.run();
    } catch (RuntimeException e) { // would silently end the schedule otherwise
      LOG.warn("latencies of this second were not written", e);
    }
  }

  void write(Series series, AbstractHistogram histogram, long startMillis, long endMillis) {
    if (closed) {
      return;
    }
    histogram.setTag(series.tag());
    histogram.setStartTimeStamp(startMillis);
    histogram.setEndTimeStamp(endMillis);
    writer.outputIntervalHistogram(histogram);
  }

  void flush() {
    if (!closed && out.checkError() && !broken) { // checkError flushes
      broken = true;
      LOG.warn("{} cannot be written any more: it will lack latencies that run.json has", file);
    }
  }

  /** Ends the thread; waits for a write in progress. */
  void stop() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("{} was still being written after {} s", file, STOP_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void close() {
    flush();
    closed = true;
    out.close();
  }
}
