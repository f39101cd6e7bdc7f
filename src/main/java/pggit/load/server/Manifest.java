package pggit.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files that belong into a directory and their sizes, and the directories, which may be empty,
 * in a file in it: cleaners of the temp directory take some and leave the others.
 */
final class Manifest {

  private static final String FILE = "manifest";

  private Manifest() {}

  /** Puts everything into a directory that is there and empty. */
  interface Filling {
    void into(Path directory) throws IOException;
  }

  /**
   * Fills a directory beside the place, takes down what is in it, and renames it, so that nobody
   * finds half of it. What was at the place goes.
   */
  static void make(Path place, Filling filling) throws IOException {
    Path half = place.resolveSibling(place.getFileName() + ".half");
    Tree.delete(half);
    try {
      Files.createDirectories(half);
      filling.into(half);
      write(half);
      Tree.delete(place);
      Files.move(half, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Tree.delete(half); // a full disk is not to stay full because of us
      throw e;
    }
  }

  /** Takes down what is there now. */
  static void write(Path directory) throws IOException {
    Files.write(directory.resolve(FILE), contents(directory));
  }

  /** Whether each directory is still there, and each file at full length. */
  static boolean isWhole(Path directory) throws IOException {
    Path manifest = directory.resolve(FILE);
    // A machine that loses its power may leave an empty one, which is none.
    if (!Files.exists(manifest)) {
      return false;
    }
    List<String> lines = Files.readAllLines(manifest);
    return !lines.isEmpty() && contents(directory).containsAll(lines);
  }

  private static Set<String> contents(Path directory) throws IOException {
    Set<String> lines = new TreeSet<>();
    for (Path file : Tree.all(directory)) {
      Path name = directory.relativize(file);
      if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        lines.add("directory " + name);
      } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && !name.toString().equals(FILE)) {
        lines.add(Files.size(file) + " " + name);
      }
    }
    return lines;
  }
}
