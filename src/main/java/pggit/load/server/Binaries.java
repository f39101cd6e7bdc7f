package pggit.load.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL of the class path, unpacked: once per user and archive, shared by all servers,
 * which only read it. We take the archive from zonky's artifacts but start the server ourselves:
 * zonky's launcher turns fsync off, hides the command and deletes the data at each stop, while we
 * wrap the command, kill the server and start it again on its data.
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
              fingerprint = fingerprintOf(Archive.read());
            }
            Path home = area.binaries().resolve(fingerprint);
            if (!Manifest.isWhole(home)) {
              Manifest.make(home, directory -> unpackTo(directory, Archive.read()));
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
}
