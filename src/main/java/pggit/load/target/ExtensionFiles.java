package pggit.load.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import pggit.load.server.SetupException;

/**
 * The directory from which a server reads extensions. Several servers, of several runs, may share
 * it: a lock makes sure that CREATE EXTENSION reads the files that its own run has put there.
 */
final class ExtensionFiles {

  private static final String LOCK = ".pggit-load";
  private static final Object WITHIN_JVM = new Object(); // file locks only hold between JVMs

  private final Path directory;

  private ExtensionFiles(Path directory) {
    this.directory = directory;
  }

  static ExtensionFiles in(Path directory) {
    return new ExtensionFiles(directory);
  }

  /** Puts the files there, in place of those that were put there last, and does the work. */
  @SuppressWarnings("try") // the lock is there to be held
  int with(List<Path> files, IntSupplier work) {
    synchronized (WITHIN_JVM) {
      try (FileChannel channel =
              FileChannel.open(
                  directory.resolve(LOCK),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        copy(files, channel);
        return work.getAsInt();
      } catch (IOException e) {
        throw new SetupException(
            "cannot put the extension's files into " + directory + ": " + e, e);
      }
    }
  }

  private void copy(List<Path> files, FileChannel channel) throws IOException {
    List<String> names = new ArrayList<>();
    for (Path file : files) {
      names.add(String.valueOf(file.getFileName()));
    }
    for (String name : listed(channel)) {
      if (!Set.copyOf(names).contains(name)) {
        Files.deleteIfExists(directory.resolve(name)); // an update script of another source
      }
    }
    for (Path file : files) {
      Path target = directory.resolve(String.valueOf(file.getFileName()));
      Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    }
    channel.truncate(0).position(0);
    channel.write(ByteBuffer.wrap(String.join("\n", names).getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> listed(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
    return new String(bytes.array(), StandardCharsets.UTF_8)
        .lines()
        .filter(name -> name.matches("[^/\\\\]+\\.(sql|control)"))
        .toList();
  }
}
