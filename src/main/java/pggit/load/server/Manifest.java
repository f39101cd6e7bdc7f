package pggit.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that belong into a directory and their sizes, and the directories, which may be empty,
 * in a file in it: cleaners of the temp directory take some and leave the others.
 */
final class Manifest {

  private static final String FILE = "manifest";
  private static final String DIRECTORY = "directory";

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
    List<String> lines = new ArrayList<>();
    for (Path file : Tree.all(directory)) {
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        lines.add(Files.size(file) + " " + directory.relativize(file));
      } else if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        lines.add(DIRECTORY + " " + directory.relativize(file));
      }
    }
    Files.write(directory.resolve(FILE), lines);
  }

  /** Whether each directory is still there, and each file at full length. */
  static boolean isWhole(Path directory) throws IOException {
    Path manifest = directory.resolve(FILE);
    if (!Files.exists(manifest)) {
      return false;
    }
    List<String> lines = Files.readAllLines(manifest);
    if (lines.isEmpty()) { // as a machine leaves it that lost its power
      return false;
    }
    for (String line : lines) {
      String[] sizeAndName = line.split(" ", 2);
      if (!isAsItWas(directory.resolve(sizeAndName[1]), sizeAndName[0])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAsItWas(Path file, String size) throws IOException {
    return size.equals(DIRECTORY)
        ? Files.isDirectory(file)
        : Files.isRegularFile(file) && Files.size(file) == Long.parseLong(size);
  }
}
