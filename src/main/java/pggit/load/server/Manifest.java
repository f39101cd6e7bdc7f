package pggit.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

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
    Files.writeString(directory.resolve(FILE), contents(directory));
  }

  /** Whether everything is there as it was; an empty manifest is what a loss of power leaves. */
  static boolean isWhole(Path directory) throws IOException {
    Path manifest = directory.resolve(FILE);
    return Files.exists(manifest) && Files.readString(manifest).equals(contents(directory));
  }

  private static String contents(Path directory) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : Tree.all(directory)) {
      String name = directory.relativize(file).toString();
      var found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!name.equals(FILE) && !name.isEmpty()) {
        lines.add(name + " " + (found.isDirectory() ? "directory" : found.size()));
      }
    }
    Collections.sort(lines);
    return String.join("\n", lines);
  }
}
