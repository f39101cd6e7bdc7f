package pggit.load.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a text file, in its order; one item at a time is in memory. What is no item, such
 * as the last line of a process that was killed, is counted and left out. For one thread.
 */
abstract class Items<T> implements Iterator<T>, AutoCloseable {
  private final Path file;
  private final BufferedReader in;
  private @Nullable T ahead;
  private int broken;

  /**
   * @throws UncheckedIOException if it cannot be opened
   */
  Items(Path file) {
    this.file = file;
    try { // not Files.newBufferedReader, to which half a character is an error
      in =
          new BufferedReader(
              new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * The next item, null at the end.
   *
   * @throws IllegalArgumentException if what stands there is none; the next call goes on behind it
   */
  abstract @Nullable T read() throws IOException;

  BufferedReader in() {
    return in;
  }

  /** How many were left out so far. */
  int broken() {
    return broken;
  }

  /** For a reader of an item that finds it to be none. */
  void skip() {
    broken++;
  }

  @Override
  public boolean hasNext() {
    while (ahead == null) {
      try {
        ahead = read();
        if (ahead == null) {
          return false;
        }
      } catch (IllegalArgumentException e) {
        skip();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
    return true;
  }

  @Override
  public T next() {
    var item = hasNext() ? ahead : null;
    if (item == null) {
      throw new NoSuchElementException();
    }
    ahead = null;
    return item;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file, e);
    }
  }
}
