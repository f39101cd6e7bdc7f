package pggit.load.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Binaries in the temp directory, where others write and cleaners delete. */
@Tag("slow")
class BinariesIT {

  @TempDir Path temp;

  @Test
  void areUnpackedOnce() throws Exception {
    TempArea area = TempArea.at(temp.resolve("area"));
    Path program = Binaries.unpack(area).home().resolve("bin/postgres");
    FileTime past = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(program, past);

    Binaries.unpack(area);

    assertThat(Files.getLastModifiedTime(program)).isEqualTo(past);
  }

  @Test
  void areUnpackedAgainWhenAFileIsMissing() throws Exception {
    TempArea area = TempArea.at(temp.resolve("area"));
    Path missing = Binaries.unpack(area).home().resolve("share/postgresql/postgres.bki");
    Files.delete(missing);

    Binaries.unpack(area);

    assertThat(missing).isNotEmptyFile();
  }

  @Test
  void areUnpackedByTwoJvmsAtOnce() throws Exception {
    Path area = temp.resolve("area");
    try (ForkedServer one = ForkedServer.fork(area, ForkedServer.End.RETURN);
        ForkedServer other = ForkedServer.fork(area, ForkedServer.End.RETURN)) {

      assertThat(one.awaitExit()).as(one::output).isZero();
      assertThat(other.awaitExit()).as(other::output).isZero();

      assertThat(area.resolve("servers")).isEmptyDirectory();
      assertThat(area.resolve("binaries").toFile().list()).hasSize(1);
    }
  }

  @Test
  void areRefusedInADirectoryThatOthersCanWrite() throws Exception {
    Path area = Files.createDirectory(temp.resolve("area"));
    Files.setPosixFilePermissions(area, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatExceptionOfType(SetupException.class)
        .isThrownBy(() -> TempArea.at(area))
        .withMessageContaining(area + " is not a private directory of this user")
        .withMessageContaining("rwxrwxrwx");
  }

  /** At 40 MB the binaries do not fit, at 90 MB the data does not. */
  @ParameterizedTest
  @ValueSource(ints = {40, 90})
  void sayThatTheDiskIsFullAndWhere(int megabytes) throws Exception {
    List<String> namespace = List.of("unshare", "-Urm");
    assumeThat(ends(namespace, "true")).as("unshare -Urm true: user namespaces are on").isTrue();
    Path small = Files.createDirectory(temp.resolve("small"));
    List<String> prefix =
        List.of(
            "unshare",
            "-Urm",
            "sh",
            "-c",
            "mount -t tmpfs -o size=" + megabytes + "m,mode=0700 none \"$0\" && exec \"$@\"",
            small.toString());

    try (ForkedServer forked =
        ForkedServer.fork(prefix, small.resolve("area"), ForkedServer.End.RETURN)) {

      assertThat(forked.awaitExit()).isEqualTo(1);

      assertThat(forked.output())
          .contains("SetupException: No disk space for the embedded PostgreSQL in " + small)
          .contains("-Dpggit.server.directory=DIR");
    }
  }

  @Test
  void sayThatProgramsMayNotRunThere() throws Exception {
    List<String> namespace = List.of("unshare", "-Urm");
    assumeThat(ends(namespace, "true")).as("unshare -Urm true: user namespaces are on").isTrue();
    Path strict = Files.createDirectory(temp.resolve("strict"));
    List<String> prefix =
        List.of(
            "unshare",
            "-Urm",
            "sh",
            "-c",
            "mount -t tmpfs -o size=400m,mode=0700,noexec none \"$0\" && exec \"$@\"",
            strict.toString());

    try (ForkedServer forked =
        ForkedServer.fork(prefix, strict.resolve("area"), ForkedServer.End.RETURN)) {

      assertThat(forked.awaitExit()).isEqualTo(1);

      assertThat(forked.output())
          .contains("noexec")
          .contains("-Dpggit.server.directory=DIR")
          .doesNotContain("refuses to run as root");
    }
  }

  private static boolean ends(List<String> prefix, String command) throws Exception {
    List<String> whole = new ArrayList<>(prefix);
    whole.add(command);
    Process process = new ProcessBuilder(whole).start();
    return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
