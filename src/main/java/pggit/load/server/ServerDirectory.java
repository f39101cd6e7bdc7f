package pggit.load.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The directory of one embedded server: its view of the binaries, its data, its log. Whoever holds
 * the lock on the file {@code owner} owns the directory. The kernel drops the lock when the owning
 * JVM dies, however it dies, so a directory whose lock can be had is an orphan for certain; no
 * process ID, which may be in use again, has to be trusted.
 *
 * <p>The lock is one of the process: closing any other channel on the same file in this JVM would
 * drop it. So directories of this JVM, known by their names, are never opened a second time.
 */
final class ServerDirectory {

  private static final String OWNER = "owner";
  private static final String MUTEX = "servers";

  private static final long PID = ProcessHandle.current().pid();
  private static final Instant STARTED =
      ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);
  private static final String PREFIX = PID + "-" + STARTED.toEpochMilli() + "-";

  private final Path root;
  private final FileChannel owner;
  private final FileLock lock;
  private volatile Path view = Path.of("/");

  private ServerDirectory(Path root, FileChannel owner, FileLock lock) {
    this.root = root;
    this.owner = owner;
    this.lock = lock;
  }

  /** A new directory, owned by this JVM. */
  static ServerDirectory create(TempArea area) throws IOException {
    Path root = area.servers().resolve(PREFIX + Secret.randomText(4));
    // Under the mutex, so that nobody takes the directory for an orphan before it is locked.
    return area.locked(
        MUTEX,
        () -> {
          Files.createDirectory(root);
          ServerDirectory directory = lock(root).orElseThrow();
          String text = "pid=" + PID + "\nstarted=" + STARTED + "\n"; // for a human reader
          try {
            directory.owner.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
          } catch (IOException e) {
            directory.delete();
            throw e;
          }
          return directory;
        });
  }

  /**
   * Takes over each directory whose owner is dead; the caller stops what runs there and deletes.
   */
  static List<ServerDirectory> takeOrphans(TempArea area) throws IOException {
    return area.locked(
        MUTEX,
        () -> {
          List<ServerDirectory> orphans = new ArrayList<>();
          try (DirectoryStream<Path> all = Files.newDirectoryStream(area.servers())) {
            for (Path root : all) {
              if (!root.getFileName().toString().startsWith(PREFIX)) {
                lock(root).ifPresent(orphans::add);
              }
            }
          }
          return orphans;
        });
  }

  private static Optional<ServerDirectory> lock(Path root) throws IOException {
    FileChannel channel;
    try {
      // An orphan may lack the file where its deletion was cut short at the very end.
      channel =
          FileChannel.open(
              root.resolve(OWNER), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty(); // deleted by its owner just now, or nothing of ours
    }
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new ServerDirectory(root, channel, lock));
      }
    } catch (OverlappingFileLockException e) {
      // Another thread of this JVM is cleaning it up.
    }
    channel.close();
    return Optional.empty();
  }

  Path root() {
    return root;
  }

  /** This server's view of the binaries; its processes are known by their program lying here. */
  Installation installation() {
    return new Installation(root.resolve("home"));
  }

  Path data() {
    return root.resolve("data");
  }

  Path log() {
    return root.resolve("server.log");
  }

  /**
   * From now on the server sees other mounts than this JVM does.
   *
   * @param rootOfServer where the server's root directory is seen from here
   */
  void seeThrough(Path rootOfServer) {
    view = rootOfServer;
  }

  /** Where this JVM finds a file that the server knows under {@code path}. */
  Path seen(Path path) {
    return view.resolve(Path.of("/").relativize(path.toAbsolutePath()));
  }

  /** List of what the server keeps outside of this directory. */
  Path sharedMemory() {
    return root.resolve("shared-memory");
  }

  /** Writes a file here that nobody else may read. */
  Path writePrivately(String name, String text) throws IOException {
    var ours = PosixFilePermissions.fromString("rw-------");
    Path file = Files.createFile(root.resolve(name), PosixFilePermissions.asFileAttribute(ours));
    return Files.writeString(file, text);
  }

  /** Deletes everything, the mark of ownership last, and lets go. May come twice. */
  void delete() throws IOException {
    if (!owner.isOpen()) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      for (Path entry : entries) {
        if (!entry.getFileName().toString().equals(OWNER)) {
          Tree.delete(entry);
        }
      }
    }
    Tree.delete(root);
    lock.release();
    owner.close();
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
