package pggit.load.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/**
 * This user's directory below the setting {@value #SETTING}, or else below the temp directory
 * ({@code java.io.tmpdir}): unpacked binaries, new clusters to be copied, and the directories of
 * running servers. Nobody else may look in, since programs are run from here.
 */
record TempArea(Path root) {

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  /**
   * File locks belong to the process and throw when taken twice in it, so threads queue here first.
   * A literal is one object in the whole JVM, in whatever class loader.
   */
  private static final Object ONE_THREAD_AT_A_TIME = "pggit.load.server.TempArea";

  interface Step<T> {
    T run() throws IOException;
  }

  /** Says where servers live; reaches each JVM that is started, unlike java.io.tmpdir. */
  static final String SETTING = "pggit.server.directory";

  /** What to do where this place does not serve. */
  static final String ELSEWHERE = "choose another place with -D" + SETTING + "=DIR";

  /** The area of the user who runs this JVM, made if it is not there. */
  static TempArea ofThisUser() {
    return at(place().resolve("pggit-load-" + user()));
  }

  /** The user's name, or the ID of one that has none, as in a container. */
  private static String user() {
    if (isNameless()) {
      try {
        Path mine = Files.createTempFile(Files.createDirectories(place()), "pggit-load", "");
        try {
          return String.valueOf(Files.getAttribute(mine, "unix:uid"));
        } finally {
          Files.delete(mine);
        }
      } catch (IOException e) {
        throw StartFailure.of(e, place());
      }
    }
    return System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
  }

  /** Whether the system has no entry for the user who runs this JVM; PostgreSQL insists on one. */
  static boolean isNameless() {
    return System.getProperty("user.name", "?").equals("?");
  }

  /** A directory for all users. */
  static Path place() {
    String chosen = System.getProperty(SETTING, "").strip();
    return Path.of(chosen.isEmpty() ? System.getProperty("java.io.tmpdir") : chosen);
  }

  static TempArea at(Path root) {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
      throw new SetupException(
          "The embedded PostgreSQL runs on Linux and macOS only: use a running server with"
              + " -Dpggit.url=jdbc:postgresql://HOST:PORT/DATABASE.");
    }
    try {
      if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(Objects.requireNonNull(root.toAbsolutePath().getParent()));
        createPrivately(root);
      }
      refuseIfOthersCanWrite(root);
      TempArea area = new TempArea(root.toRealPath());
      Files.createDirectories(area.servers());
      Files.createDirectories(area.binaries());
      return area;
    } catch (IOException e) {
      throw StartFailure.of(e, root);
    }
  }

  Path servers() {
    return root.resolve("servers");
  }

  Path binaries() {
    return root.resolve("binaries");
  }

  Path clusters() {
    return root.resolve("clusters");
  }

  /** Runs the step while no other JVM of this user runs one under the same name; waits for it. */
  <T> T locked(String name, Step<T> step) throws IOException {
    synchronized (ONE_THREAD_AT_A_TIME) {
      try (FileChannel channel =
              FileChannel.open(
                  root.resolve(name + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        Objects.requireNonNull(lock);
        return step.run();
      }
    }
  }

  private static void createPrivately(Path root) throws IOException {
    try {
      Files.createDirectory(root, PosixFilePermissions.asFileAttribute(PRIVATE));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) { // else another JVM was quicker
        throw e;
      }
    }
  }

  /**
   * Names in the temp directory can be guessed: whoever made this one first could plant programs.
   */
  private static void refuseIfOthersCanWrite(Path root) throws IOException {
    Path probe = Files.createTempFile(root, "mine", "");
    try {
      boolean mine = Files.getOwner(root).equals(Files.getOwner(probe));
      if (!mine || !Files.getPosixFilePermissions(root).equals(PRIVATE)) {
        var mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(root));
        throw new SetupException(
            "%s is not a private directory of this user (owner %s, mode %s): remove it, or %s"
                .formatted(root, Files.getOwner(root), mode, ELSEWHERE));
      }
    } finally {
      Files.deleteIfExists(probe);
    }
  }
}
