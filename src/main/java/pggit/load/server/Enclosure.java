package pggit.load.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a server is put into before its first program runs: nothing, unless a test harms it.
 *
 * @param entry before each of its programs, as {@link Running} wants it; empty: the usual
 * @param view where the server's root directory is seen from here
 * @param initdb more arguments for initdb
 * @param postmaster before the command that starts the server, but not before initdb
 * @param resource is closed once the server's processes have ended
 */
record Enclosure(
    List<String> entry,
    Path view,
    List<String> initdb,
    List<String> postmaster,
    AutoCloseable resource) {

  static final Enclosure NONE =
      new Enclosure(List.of(), Path.of("/"), List.of(), List.of(), () -> {});

  /** Puts up an enclosure around a directory, of which {@code data} is to be the server's. */
  interface Builder {
    Enclosure around(Path root, Path data) throws IOException;
  }
}
