package pggit.load.pggit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.IntSupplier;
import pggit.load.server.SetupException;

/** Puts an extension's files where a server of ours reads them. */
final class ExtensionFiles {

  private static final Object ONE_AT_A_TIME = new Object();

  private ExtensionFiles() {}

  /**
   * Puts the files there, in place of earlier ones of the same extensions, and does the work while
   * nobody else in this JVM puts others there.
   *
   * @param directory the server's own: no other process writes to it
   */
  static int with(Path directory, List<Path> files, List<ControlFile> controls, IntSupplier work) {
    synchronized (ONE_AT_A_TIME) {
      try {
        for (Path old : ExtensionDirectory.files(directory)) {
          boolean bundled = !Files.isRegularFile(old, LinkOption.NOFOLLOW_LINKS);
          if (!bundled && controls.stream().anyMatch(c -> c.owns(old))) {
            Files.delete(old); // an update script of another source would be taken as well
          }
        }
        for (Path file : files) {
          Path target = directory.resolve(String.valueOf(file.getFileName()));
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      } catch (IOException e) {
        throw new SetupException(
            "cannot put the extension's files into " + directory + ": " + e, e);
      }
      return work.getAsInt();
    }
  }
}
