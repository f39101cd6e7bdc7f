package pggit.load.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One server's own view of the shared binaries, in which extension files can be put without another
 * server seeing them. PostgreSQL finds {@code share} relative to its program file, symbolic links
 * resolved: so the programs are hard links (made in 3 ms, where a copy is 60 MB), libraries and
 * shared files symbolic ones, and {@code share/…/extension} a directory of its own.
 *
 * @param home directory with bin, lib and share
 */
record Installation(Path home) {

  private static final String EXTENSION = "extension";

  void link(Binaries binaries) throws IOException {
    Path bin = Files.createDirectories(home.resolve("bin"));
    try (DirectoryStream<Path> programs =
        Files.newDirectoryStream(binaries.home().resolve("bin"))) {
      for (Path program : programs) {
        Files.createLink(bin.resolve(program.getFileName()), program);
      }
    }
    Files.createSymbolicLink(home.resolve("lib"), binaries.home().resolve("lib"));
    Path shared = shareDirectoryOf(binaries.home());
    Path share = home.resolve(binaries.home().relativize(shared));
    linkContents(shared, share, EXTENSION);
    linkContents(shared.resolve(EXTENSION), share.resolve(EXTENSION), "");
  }

  /** SHAREDIR of the running server. */
  Path shareDirectory() {
    return shareDirectoryOf(home);
  }

  boolean hasSetting(String name) throws IOException {
    return Files.readString(shareDirectory().resolve("postgresql.conf.sample")).contains(name);
  }

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  /**
   * {@code share/postgresql} in zonky's archives, {@code share} in an installation of one's own.
   */
  private static Path shareDirectoryOf(Path home) {
    Path share = home.resolve("share");
    Path nested = share.resolve("postgresql");
    return Files.isDirectory(nested) ? nested : share;
  }

  private static void linkContents(Path from, Path to, String except) throws IOException {
    Files.createDirectories(to);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(from)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!name.equals(except)) {
          Files.createSymbolicLink(to.resolve(name), entry);
        }
      }
    }
  }
}
