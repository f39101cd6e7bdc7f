package pggit.load.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {

  @TempDir Path directory;

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectories(directory.resolve("bin/empty one"));
    Files.writeString(directory.resolve("bin/a program"), "long enough");
    Files.createSymbolicLink(directory.resolve("link"), Path.of("bin/a program"));
  }

  @Test
  void isNotWholeUntilItIsTakenDown() throws IOException {
    assertThat(Manifest.isWhole(directory)).isFalse();

    Manifest.write(directory);

    assertThat(Manifest.isWhole(directory)).isTrue();
  }

  @Test
  void missesAFile() throws IOException {
    Manifest.write(directory);

    Files.delete(directory.resolve("bin/a program"));

    assertThat(Manifest.isWhole(directory)).isFalse();
  }

  @Test
  void seesThatAFileIsShort() throws IOException {
    Manifest.write(directory);

    Files.writeString(directory.resolve("bin/a program"), "cut");

    assertThat(Manifest.isWhole(directory)).isFalse();
  }

  @Test
  void missesAnEmptyDirectory() throws IOException {
    Manifest.write(directory);

    Files.delete(directory.resolve("bin/empty one"));

    assertThat(Manifest.isWhole(directory)).isFalse();
  }

  @Test
  void takesNoFileForADirectory() throws IOException {
    Manifest.write(directory);

    Files.delete(directory.resolve("bin/empty one"));
    Files.createFile(directory.resolve("bin/empty one"));

    assertThat(Manifest.isWhole(directory)).isFalse();
  }
}
