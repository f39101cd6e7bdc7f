package pggit.load.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL of the class path, unpacked: once per user and archive, shared by all servers,
 * which only read it. We take the archive from zonky's artifacts but start the server ourselves:
 * zonky's launcher turns fsync off, hides the command and deletes the data at each stop, while we
 * wrap the command, kill the server and start it again on its data. We look for the archive
 * ourselves, too: zonky's resolver runs a script from the temp directory at each call, and leaves
 * it there when the JVM is killed.
 *
 * @param home directory with bin, lib and share
 */
record Binaries(Path home) {

  /** Of the archive on the class path; empty until it was read, which takes 0.1 s. */
  private static volatile String fingerprint = "";

  /** The unpacked binaries, from the cache where they lie there whole. */
  static Binaries unpack(TempArea area) {
    try {
      return area.locked(
          "binaries",
          () -> {
            if (fingerprint.isEmpty()) {
              fingerprint = fingerprintOf(archive());
            }
            Path home = area.binaries().resolve(fingerprint);
            if (!Manifest.isWhole(home)) {
              Manifest.make(home, directory -> unpackTo(directory, archive()));
            }
            return new Binaries(home);
          });
    } catch (IOException e) {
      throw StartFailure.of(e, area.root());
    }
  }

  private static String fingerprintOf(byte[] archive) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JVM has it
    }
  }

  private static void unpackTo(Path home, byte[] archive) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpackEntry(entry, tar, home);
      }
    }
  }

  private static void unpackEntry(TarArchiveEntry entry, TarArchiveInputStream tar, Path target)
      throws IOException {
    Path file = target.resolve(entry.getName()).normalize();
    if (!file.startsWith(target)) {
      throw new IOException("archive entry outside its directory: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.resolve("..").normalize());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, file);
      boolean program = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  /**
   * The archive's bytes, a tar compressed with xz.
   *
   * @throws SetupException if the class path has none, or two of different versions
   */
  static byte[] archive() throws IOException {
    String name =
        archiveFor(
            System.getProperty("os.name", ""),
            System.getProperty("os.arch", ""),
            Files.exists(Path.of("/etc/alpine-release")));
    List<URL> found = Collections.list(Binaries.class.getClassLoader().getResources(name));
    if (found.size() != 1) {
      throw new SetupException(
          ("The class path has %s (%s%s): set one version in pom.xml (postgresql.server.version), or"
                  + " use a running server with -Dpggit.url=jdbc:postgresql://HOST:PORT/DATABASE.")
              .formatted(
                  found.isEmpty()
                      ? "no embedded PostgreSQL for this machine"
                      : "several embedded PostgreSQLs",
                  name,
                  found.isEmpty() ? "" : " in " + found));
    }
    try (InputStream in = found.get(0).openStream()) {
      return in.readAllBytes();
    }
  }

  /**
   * Such as {@code postgres-linux-x86_64.txz}.
   *
   * @param alpine whether the C library is musl, for which there are binaries of their own
   */
  static String archiveFor(String osName, String osArch, boolean alpine) {
    String os = osName.toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "darwin" : os;
    String machine =
        switch (osArch.toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> osArch;
        };
    String flavour = alpine && system.equals("linux") ? "-alpine_linux" : "";
    return "postgres-" + system + "-" + machine + flavour + ".txz";
  }
}
