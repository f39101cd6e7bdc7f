package pggit.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Data directories. As initdb leaves it, one is kept for all servers: to copy it takes a sixth of
 * initdb's time. PostgreSQL's own tests do the same. The superuser's password is one and the same
 * in all copies and lies beside them, where the user alone may look.
 */
final class Cluster {

  static final String SUPERUSER = "postgres";
  static final String HOST = "127.0.0.1";

  private static final Logger log = LoggerFactory.getLogger(Cluster.class);
  private static final Duration INITDB_LIMIT = Duration.ofSeconds(60);

  /**
   * Passwords travel by SCRAM: without one, every user of the machine would be superuser here, and
   * a superuser runs programs as whoever started us.
   */
  private static final List<String> INITDB =
      List.of(
          "--username=" + SUPERUSER,
          "--auth=scram-sha-256",
          "--no-locale", // C, C.utf8 and POSIX may be all there is
          "--encoding=UTF8",
          "--no-sync"); // durable from the start of the server on, which is soon enough

  /**
   * Passwords are random here, which no number of iterations makes safer. With PostgreSQL's 4,096
   * each connection takes 2 to 10 ms of the load generator's processor, which is not the server's.
   */
  private static final String ITERATIONS = "scram_iterations";

  private Cluster() {}

  /**
   * Makes a server's data directory: a copy of the one that is kept, or by initdb where more is
   * asked of it or none can be kept, which takes longer.
   *
   * @param kept where the one for all lies
   * @return the superuser's login, its password random
   */
  static Login create(Running running, Path kept, TempArea area) throws IOException {
    Path data = running.directory().data();
    List<String> more = running.enclosure().initdb();
    if (more.isEmpty()) {
      try {
        return area.locked(
            "clusters",
            () -> {
              if (!Manifest.isWhole(kept)) {
                Manifest.make(kept, home -> keep(running, home));
              }
              running.making(() -> Tree.copy(kept.resolve("data"), data));
              return login(Files.readString(kept.resolve("password")));
            });
      } catch (IOException e) {
        log.debug("no cluster is kept for others", e);
        Tree.delete(data);
      }
    }
    return initdb(running, data, more);
  }

  /** Where the kept one lies: another for other binaries, and for other arguments of initdb. */
  static Path kept(TempArea area, Binaries binaries) {
    String told = Integer.toHexString(List.of(INITDB, ITERATIONS).hashCode());
    return area.clusters().resolve(binaries.home().getFileName() + "-" + told);
  }

  private static void keep(Running running, Path home) throws IOException {
    Login login = initdb(running, home.resolve("data"), List.of());
    Files.writeString(home.resolve("password"), login.password().reveal());
  }

  private static Login initdb(Running running, Path data, List<String> more) throws IOException {
    Login login = login(Secret.randomText(16));
    ServerDirectory directory = running.directory();
    Installation installation = directory.installation();
    Path passwordFile = directory.writePrivately("initdb.password", login.password().reveal());
    Path output = directory.root().resolve("initdb.log");
    List<String> command = new ArrayList<>();
    command.add(installation.program("initdb").toString());
    command.addAll(INITDB);
    if (installation.hasSetting(ITERATIONS)) { // as PostgreSQL 16 and later
      command.add("--set=" + ITERATIONS + "=1");
    }
    command.add("--pgdata=" + data);
    command.add("--pwfile=" + passwordFile);
    command.addAll(more);
    int exit = running.run(output, INITDB_LIMIT, command);
    Files.delete(passwordFile);
    if (exit != 0) {
      throw StartFailure.of(
          "initdb of the embedded PostgreSQL ended with code " + exit,
          StartFailure.read(output),
          directory.root());
    }
    return login;
  }

  private static Login login(String password) {
    return new Login(SUPERUSER, Secret.of(password));
  }

  /** Appends the settings to postgresql.conf; the port comes with the command that starts. */
  static void configure(ServerDirectory directory, EmbeddedSpec spec) throws IOException {
    Map<String, String> settings = new TreeMap<>();
    settings.put("listen_addresses", HOST);
    settings.put("unix_socket_directories", "");
    settings.put("max_connections", "" + spec.maxConnections());
    settings.put("superuser_reserved_connections", "" + spec.reservedConnections());
    String durable = spec.durable() ? "on" : "off";
    ServerFacts.DURABILITY.forEach(name -> settings.put(name, durable));
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
}
