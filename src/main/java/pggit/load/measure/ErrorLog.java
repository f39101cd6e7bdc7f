package pggit.load.measure;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When operations failed: each second a row of {@code errors.csv} for each operation and SQLSTATE
 * that failed in it, columns {@code time,operation,sqlstate,count}. Owns the daemon thread {@code
 * pggit-error-log}.
 */
public final class ErrorLog implements AutoCloseable {
  /** Name of the file in the run's directory. */
  public static final String NAME = "errors.csv";

  private static final Logger LOG = LoggerFactory.getLogger(ErrorLog.class);
  private static final long STOP_SECONDS = 5;

  private record Kind(String operation, String sqlState) {}

  private final Recorder recorder;
  private final CsvFile file;
  private final Map<Kind, Long> written = new HashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread daemon = new Thread(task, "pggit-error-log");
            daemon.setDaemon(true);
            return daemon;
          });
  private boolean closed;

  private ErrorLog(Path directory, Recorder recorder) {
    this.recorder = recorder;
    file = CsvFile.create(directory.resolve(NAME), "operation,sqlstate,count");
  }

  /**
   * Begins to write {@code errors.csv} into {@code directory}.
   *
   * @param recorder whose errors are written
   * @throws java.io.UncheckedIOException if the file cannot be created
   */
  public static ErrorLog open(Path directory, Recorder recorder) {
    ErrorLog log = new ErrorLog(directory, recorder);
    var unused = log.thread.scheduleAtFixedRate(log::attempt, 1, 1, TimeUnit.SECONDS);
    return log;
  }

  private void attempt() {
    try {
      write(Instant.now());
    } catch (RuntimeException e) { // would silently end the schedule otherwise
      LOG.warn("errors of this second were not written", e);
    }
  }

  /** Writes what has come to the recorder's errors since the last time. */
  synchronized void write(Instant now) {
    for (ErrorCount error : recorder.errors()) {
      Kind kind = new Kind(error.operation(), error.sqlState());
      long more = error.count() - written.getOrDefault(kind, 0L);
      if (more > 0) {
        file.row(now, error.operation(), error.sqlState(), more);
        written.put(kind, error.count());
      }
    }
  }

  /** Writes what is left. May come twice. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("{} was still being written after {} s", NAME, STOP_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!closed) {
      closed = true;
      write(Instant.now());
      file.close();
    }
  }
}
