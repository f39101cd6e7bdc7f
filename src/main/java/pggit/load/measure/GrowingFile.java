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
 * A text file that grows while a run lasts, in UTF-8; a reader has each row as soon as it is
 * written, and whatever else was flushed. A full disk does not end the run: the log says it once.
 * Any thread may write; what is written after the end is lost.
 */
final class GrowingFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GrowingFile.class);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Path path;
  private final PrintStream out;
  private boolean broken;

  /**
   * Creates the file, and its directory if need be.
   *
   * @throws UncheckedIOException if it cannot be created
   */
  GrowingFile(Path path) {
    this.path = path;
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      out =
          new PrintStream(
              new BufferedOutputStream(Files.newOutputStream(path)), false, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path, e);
    }
  }

  /**
   * A CSV file, RFC 4180, with the time in UTC in its first column.
   *
   * @param columns those after {@code time}, separated by commas
   */
  static GrowingFile csv(Path path, String columns) {
    var file = new GrowingFile(path);
    file.line("time," + columns);
    return file;
  }

  /** A row of a CSV file. Line breaks in a cell become blanks. */
  void row(Instant time, Iterable<?> cells) {
    var line = new StringBuilder(TIME.format(time));
    for (Object cell : cells) {
      var text = cell.toString().replaceAll("[\\r\\n]+", " ");
      boolean quoted = text.contains(",") || text.contains("\"");
      line.append(',').append(quoted ? '"' + text.replace("\"", "\"\"") + '"' : text);
    }
    line(line.toString());
  }

  /** For a writer that brings its own format; to be flushed here. */
  PrintStream out() {
    return out;
  }

  private synchronized void line(String line) {
    out.print(line + "\n"); // not the platform's line end
    flush();
  }

  synchronized void flush() {
    if (out.checkError() && !broken) { // checkError flushes
      broken = true;
      LOG.warn("{} cannot be written any more", path);
    }
  }

  /** May come twice. */
  @Override
  public synchronized void close() {
    flush();
    out.close();
    broken = true;
  }
}
