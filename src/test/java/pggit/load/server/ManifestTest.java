package pggit.load.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

  static Stream<Arguments> damages() {
    return Stream.of(
        damage("a file is missing", of -> Files.delete(of.resolve("bin/a program"))),
        damage("a file is short", of -> Files.writeString(of.resolve("bin/a program"), "cut")),
        damage("an empty directory is missing", of -> Files.delete(of.resolve("bin/empty one"))),
        damage(
            "a file is where a directory was",
            of -> {
              Files.delete(of.resolve("bin/empty one"));
              Files.createFile(of.resolve("bin/empty one"));
            }),
        damage(
            "the manifest is empty, as after a loss of power",
            of -> Files.write(of.resolve("manifest"), new byte[0])));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void seesThat(String what, Manifest.Filling damage) throws IOException {
    Manifest.write(directory);

    damage.into(directory);

    assertThat(Manifest.isWhole(directory)).as(what).isFalse();
  }

  private static Arguments damage(String what, Manifest.Filling damage) {
    return Arguments.of(what, damage);
  }

  @Test
  void leavesNothingWhereMakingFails() throws IOException {
    Path place = directory.resolve("kept");

    assertThatIOException()
        .isThrownBy(
            () ->
                Manifest.make(
                    place,
                    half -> {
                      Files.createFile(half.resolve("one"));
                      Tree.copy(directory.resolve("not there"), half.resolve("two"));
                    }));

    assertThat(place).doesNotExist();
    assertThat(directory.resolve("kept.half")).doesNotExist();
  }
}
