package pggit.load.measure;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A CSV file that grows while a run lasts: RFC 4180, the time in UTC in its first column. A reader
 * has each row as soon as it is written. Any thread may write.
 */
final class CsvFile implements AutoCloseable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final GrowingFile file;

  /**
   * @param columns those after {@code time}, separated by commas
   * @throws java.io.UncheckedIOException if it cannot be created
   */
  CsvFile(Path path, String columns) {
    file = new GrowingFile(path);
    file.line("time," + columns);
  }

  /** Line breaks in a cell become blanks. */
  void row(Instant time, Iterable<?> cells) {
    StringBuilder line = new StringBuilder(TIME.format(time));
    for (Object cell : cells) {
      line.append(',').append(quoted(cell.toString()));
    }
    file.line(line.toString());
  }

  private static String quoted(String cell) {
    String line = cell.replaceAll("[\\r\\n]+", " ");
    return line.contains(",") || line.contains("\"")
        ? '"' + line.replace("\"", "\"\"") + '"'
        : line;
  }

  /** May come twice; rows that come later are lost. */
  @Override
  public void close() {
    file.close();
  }
}
