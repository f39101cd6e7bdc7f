package pggit.load.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The archive with PostgreSQL for this machine, as zonky's artifacts put it on the class path. We
 * look for it ourselves: zonky's own resolver runs a script from the temp directory at each call,
 * and leaves it there when the JVM is killed.
 */
final class Archive {

  private Archive() {}

  /**
   * The archive's bytes, a tar compressed with xz.
   *
   * @throws SetupException if the class path has none, or two of different versions
   */
  static byte[] read() throws IOException {
    String name =
        nameFor(
            System.getProperty("os.name", ""),
            System.getProperty("os.arch", ""),
            Files.exists(Path.of("/etc/alpine-release")));
    List<URL> found = Collections.list(Archive.class.getClassLoader().getResources(name));
    if (found.size() != 1) {
      throw new SetupException(
          "The class path has "
              + (found.isEmpty()
                  ? "no embedded PostgreSQL for this machine"
                  : "several embedded PostgreSQLs")
              + " ("
              + name
              + (found.isEmpty() ? "" : " in " + found)
              + "): set one version in pom.xml (postgresql.server.version), or use a running server"
              + " with -Dpggit.url=jdbc:postgresql://HOST:PORT/DATABASE.");
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
  static String nameFor(String osName, String osArch, boolean alpine) {
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
