package pggit.load;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The tests run in two JVMs beside each other; one tagged {@code timing}, which judges how long
 * something takes, has the machine to itself. Goes before each test of every class.
 */
public final class Turns implements BeforeEachCallback, AfterEachCallback {

  private static final Path TARGET = Path.of("target");

  private FileChannel room;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    boolean alone = context.getTags().contains("timing");
    room = open("room.lock");
    // Whoever waits for the room holds the door, so that the others cannot go on taking turns.
    try (FileChannel door = open("door.lock")) {
      door.lock();
      room.lock(0, Long.MAX_VALUE, !alone);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    room.close();
  }

  private static FileChannel open(String name) throws IOException {
    return FileChannel.open(
        Files.createDirectories(TARGET).resolve(name),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }
}
