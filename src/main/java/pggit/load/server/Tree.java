package pggit.load.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Directory trees. */
final class Tree {

  private static final int ATTEMPTS = 20;

  private Tree() {}

  /**
   * Deletes the directory with all that is in it; symbolic links are deleted, not followed. Files
   * that vanish or appear meanwhile, as those of a dying server do, are met by trying again.
   */
  static void delete(Path directory) throws IOException {
    for (int attempt = 1; Files.exists(directory, LinkOption.NOFOLLOW_LINKS); attempt++) {
      try {
        List<Path> files = new ArrayList<>(all(directory));
        Collections.reverse(files);
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      } catch (NoSuchFileException | DirectoryNotEmptyException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * Copies a directory to a place where nothing is yet, with the permissions of all that is in it.
   */
  static void copy(Path directory, Path target) throws IOException {
    for (Path file : all(directory)) {
      Files.copy(file, target.resolve(directory.relativize(file)));
    }
  }

  /** The directory and all that is in it, each directory before its files; links not followed. */
  static List<Path> all(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.toList();
    } catch (UncheckedIOException e) { // a file has vanished meanwhile
      throw e.getCause();
    }
  }
}
