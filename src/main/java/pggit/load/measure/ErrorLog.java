package pggit.load.measure;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When operations failed: each second a row of {@code errors.csv} for each operation and SQLSTATE
 * that failed in it, columns {@code time,operation,sqlstate,count}. Owns the daemon thread {@code
 * pggit-error-log}.
 */
public final class ErrorLog implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);

  private record Kind(String operation, String sqlState) {}

  private final Recorder recorder;
  private final GrowingFile file;
  private final Map<Kind, Long> written = new HashMap<>();
  private final Ticker ticker;

  /**
   * Begins to write {@code errors.csv} into {@code directory}.
   *
   * @param recorder whose errors are written
   * @throws java.io.UncheckedIOException if the file cannot be created
   */
  @SuppressWarnings("this-escape")
  public ErrorLog(Path directory, Recorder recorder) {
    this.recorder = recorder;
    file = GrowingFile.csv(directory.resolve("errors.csv"), "operation,sqlstate,count");
    ticker = Ticker.start("pggit-error-log", EVERY, "errors of a second", this::write);
  }

  /** What has come to the recorder's errors since the last time. */
  private synchronized void write() {
    Instant now = Instant.now();
    for (ErrorCount error : recorder.errors()) {
      Kind kind = new Kind(error.operation(), error.sqlState());
      long more = error.count() - written.getOrDefault(kind, 0L);
      if (more > 0) {
        file.row(now, List.of(error.operation(), error.sqlState(), more));
        written.put(kind, error.count());
      }
    }
  }

  /** Writes what is left. May come twice. */
  @Override
  public void close() {
    ticker.close();
    write();
    file.close();
  }
}
