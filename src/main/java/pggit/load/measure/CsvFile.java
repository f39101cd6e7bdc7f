package pggit.load.measure;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A CSV file that grows while a run lasts: RFC 4180, UTF-8, the time in UTC in its first column. A
 * reader has each row as soon as it is written. Any thread may write.
 */
final class CsvFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CsvFile.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Path file;
  private final PrintStream out;
  private boolean broken;

  private CsvFile(Path file, PrintStream out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Creates {@code file}, and its directory if need be.
   *
   * @param columns those after {@code time}, separated by commas
   * @throws UncheckedIOException if it cannot be created
   */
  static CsvFile create(Path file, String columns) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      PrintStream out =
          new PrintStream(
              new BufferedOutputStream(Files.newOutputStream(file)), false, StandardCharsets.UTF_8);
      CsvFile created = new CsvFile(file, out);
      created.line("time," + columns);
      return created;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Writes one row; line breaks in a cell become blanks. */
  void row(Instant time, Object... cells) {
    StringBuilder line = new StringBuilder(TIME.format(time));
    for (Object cell : cells) {
      line.append(',').append(quoted(cell.toString()));
    }
    line(line.toString());
  }

  private static String quoted(String cell) {
    String line = cell.replaceAll("[\\r\\n]+", " ");
    return line.contains(",") || line.contains("\"")
        ? '"' + line.replace("\"", "\"\"") + '"'
        : line;
  }

  private synchronized void line(String line) {
    out.print(line + "\n"); // not the platform's line end
    if (out.checkError() && !broken) { // checkError flushes
      broken = true;
      LOG.warn("{} cannot be written any more", file);
    }
  }

  /** May come twice; rows that come later are lost. */
  @Override
  public synchronized void close() {
    out.close();
    broken = true;
  }
}
