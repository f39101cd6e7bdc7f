package pggit.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the data directory and its configuration. */
final class Cluster {

  static final String SUPERUSER = "postgres";
  static final String HOST = "127.0.0.1";

  private static final Duration INITDB_LIMIT = Duration.ofSeconds(60);

  private Cluster() {}

  /**
   * Runs initdb. Passwords travel by SCRAM, although it makes a connection 2 ms slower (4.6 instead
   * of 2.5 ms on two cores): without one, every user of the machine would be superuser here, and a
   * superuser runs programs as whoever started us.
   *
   * @return the superuser's login, its password random
   */
  static Login create(Launcher launcher, Installation installation, ServerDirectory directory)
      throws IOException {
    return create(launcher, installation, directory, List.of());
  }

  /**
   * @param more arguments for initdb
   */
  static Login create(
      Launcher launcher, Installation installation, ServerDirectory directory, List<String> more)
      throws IOException {
    Login login = new Login(SUPERUSER, randomPassword());
    Path passwordFile = directory.root().resolve("initdb.password");
    Files.createFile(
        passwordFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(passwordFile, login.password().reveal());
    Path log = directory.root().resolve("initdb.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                installation.program("initdb").toString(),
                "--pgdata=" + directory.data(),
                "--username=" + SUPERUSER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--no-locale", // C, C.utf8 and POSIX may be all there is
                "--encoding=UTF8",
                "--no-sync")); // durable from the start of the server on, which is soon enough
    command.addAll(more);
    int exit = launcher.run(log, INITDB_LIMIT, command);
    Files.delete(passwordFile);
    if (exit != 0) {
      throw StartFailure.of(
          "initdb of the embedded PostgreSQL ended with code " + exit,
          StartFailure.read(log),
          directory.root());
    }
    return login;
  }

  /** Appends the settings to postgresql.conf; the port comes with the command that starts. */
  static void configure(ServerDirectory directory, EmbeddedSpec spec) throws IOException {
    Map<String, String> settings = new TreeMap<>();
    settings.put("listen_addresses", HOST);
    settings.put("unix_socket_directories", "");
    settings.put("max_connections", "" + spec.maxConnections());
    settings.put("superuser_reserved_connections", "" + spec.reservedConnections());
    String durable = spec.durable() ? "on" : "off";
    Durability.SETTINGS.forEach(name -> settings.put(name, durable));
    settings.put("shared_preload_libraries", "pg_stat_statements");
    settings.put("timezone", "UTC");
    settings.put("log_timezone", "UTC");
    settings.putAll(spec.settings());
    StringBuilder lines = new StringBuilder("\n# pgGit Load\n");
    settings.forEach(
        (name, value) -> lines.append(name).append(" = ").append(quoted(value)).append('\n'));
    Files.writeString(
        directory.seen(directory.data()).resolve("postgresql.conf"),
        lines,
        StandardOpenOption.APPEND);
  }

  private static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private static Secret randomPassword() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return Secret.of(HexFormat.of().formatHex(random));
  }
}
