package pggit.load.measure;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What was done to the system under test, and when: {@code events.csv}, columns {@code
 * time,kind,text}. The page draws each as a line across all its charts. Any thread may add.
 */
public final class EventLog implements AutoCloseable {
  /** Name of the file in the run's directory. */
  public static final String NAME = "events.csv";

  /** What an event does to the system. */
  public enum Kind {
    /** Harm begins: a disk full, a backend killed. */
    FAULT,
    /** Harm ends: space freed, the server back. */
    REPAIR,
    /** Anything else worth a line. */
    NOTE
  }

  private final GrowingFile file;

  /**
   * @throws java.io.UncheckedIOException if {@code events.csv} cannot be created in the directory
   */
  public EventLog(Path directory) {
    file = GrowingFile.csv(directory.resolve(NAME), "kind,text");
  }

  /** Something that happens now. */
  public void add(Kind kind, String text) {
    add(Instant.now(), kind, text);
  }

  /** Something that happened at {@code time}. */
  public void add(Instant time, Kind kind, String text) {
    file.row(time, List.of(kind.name().toLowerCase(Locale.ROOT), text));
  }

  /** May come twice; events that come later are lost. */
  @Override
  public void close() {
    file.close();
  }
}
