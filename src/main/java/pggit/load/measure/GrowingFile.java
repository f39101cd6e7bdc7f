package pggit.load.measure;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A text file that grows while a run lasts, in UTF-8; a reader has whatever was flushed. A full
 * disk does not end the run: the log says it once. Any thread may write; what is written after the
 * end is lost.
 */
final class GrowingFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GrowingFile.class);

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

  /** For a writer that brings its own format; to be flushed here. */
  PrintStream out() {
    return out;
  }

  synchronized void line(String line) {
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
