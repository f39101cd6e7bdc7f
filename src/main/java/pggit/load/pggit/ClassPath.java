package pggit.load.pggit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts that come with the library: SQL, scripts, and the reference extension. */
public final class ClassPath {

  private ClassPath() {}

  /**
   * The text of a file.
   *
   * @param path from the root of the class path
   */
  public static String text(String path) {
    try (InputStream in = ClassPath.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }
}
