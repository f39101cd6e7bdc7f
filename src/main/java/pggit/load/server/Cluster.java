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
import java.util.Optional;
import java.util.TreeMap;

/** Makes the data directory and its configuration. */
final class Cluster {

  static final String SUPERUSER = "postgres";
  static final String HOST = "127.0.0.1";

  private static final Duration INITDB_LIMIT = Duration.ofSeconds(60);

  private Cluster() {}

  /**
   * Passwords travel by SCRAM, although it makes a connection 2 ms slower (4.6 instead of 2.5 ms on
   * two cores): without one, every user of the machine would be superuser here, and a superuser
   * runs programs as whoever started us.
   */
  static final List<String> INITDB =
      List.of(
          "--username=" + SUPERUSER,
          "--auth=scram-sha-256",
          "--no-locale", // C, C.utf8 and POSIX may be all there is
          "--encoding=UTF8",
          "--no-sync"); // durable from the start of the server on, which is soon enough

  /**
   * Makes the data directory: a copy of one that was made before, or by initdb.
   *
   * @param more arguments for initdb, which make it one that nobody else wants
   * @return the superuser's login, its password random
   */
  static Login create(
      Running running, Installation installation, ClusterCache cache, List<String> more)
      throws IOException {
    ServerDirectory directory = running.directory();
    if (!more.isEmpty()) {
      return initdb(running.launcher(), installation, directory, more);
    }
    Path data = directory.seen(directory.data());
    Optional<Secret> password = running.making(() -> cache.copyTo(data));
    if (password.isPresent()) {
      return new Login(SUPERUSER, password.get());
    }
    Login login = initdb(running.launcher(), installation, directory, more);
    running.making(
        () -> {
          cache.keep(data, login.password());
          return data;
        });
    return login;
  }

  private static Login initdb(
      Launcher launcher, Installation installation, ServerDirectory directory, List<String> more)
      throws IOException {
    Login login = new Login(SUPERUSER, randomPassword());
    Path passwordFile = directory.root().resolve("initdb.password");
    Files.createFile(
        passwordFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(passwordFile, login.password().reveal());
    Path log = directory.root().resolve("initdb.log");
    List<String> command = new ArrayList<>();
    command.add(installation.program("initdb").toString());
    command.addAll(INITDB);
    command.add("--pgdata=" + directory.data());
    command.add("--pwfile=" + passwordFile);
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
