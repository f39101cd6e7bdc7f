package pggit.load.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own: binaries from the class path, data in the temp directory, listening on
 * 127.0.0.1 only, durable, and gone when it is closed or the JVM ends. What a killed JVM leaves
 * behind, the next start cleans up. Its superuser {@code postgres} has a random password, which
 * {@link #admin} knows and {@link #passwordFile} holds.
 *
 * <p>Works as root too, where PostgreSQL runs in a user namespace ({@code unshare -U}). Linux and
 * macOS.
 */
public final class EmbeddedServer implements PostgresServer {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedServer.class);
  private static final int PORT_ATTEMPTS = 5;
  private static final String PASSWORD_FILE = "pgpass";

  /** What to do where {@code unshare -U} is refused. */
  public static final String NAMESPACE_REMEDY =
      "Allow user namespaces: sysctl -w user.max_user_namespaces=10000; on Debian also sysctl -w"
          + " kernel.unprivileged_userns_clone=1; on Ubuntu from 23.10 on also sysctl -w"
          + " kernel.apparmor_restrict_unprivileged_userns=0; in Docker start the container with"
          + " --security-opt seccomp=unconfined --security-opt apparmor=unconfined";

  private final Running running;
  private final Postmaster postmaster;
  private final Endpoint admin;
  private final ServerFacts facts;

  private EmbeddedServer(
      Running running, Postmaster postmaster, Endpoint admin, ServerFacts facts) {
    this.running = running;
    this.postmaster = postmaster;
    this.admin = admin;
    this.facts = facts;
  }

  /** The directory that servers are made in: the setting, or the temp directory. */
  public static Path place() {
    return TempArea.place();
  }

  /**
   * The directory of the libraries of the embedded PostgreSQL, unpacked if need be.
   *
   * @throws SetupException if there is none for this machine
   */
  public static Path libraries() {
    return Binaries.unpack(TempArea.ofThisUser()).home().resolve("lib");
  }

  /**
   * Starts a server and returns once it has answered a query.
   *
   * @throws SetupException if it does not start, or is not durable though the spec says so
   */
  public static EmbeddedServer start(EmbeddedSpec spec) {
    return start(spec, TempArea.ofThisUser(), (root, data) -> Enclosure.NONE);
  }

  /** Makes a server's data directory, and tells its superuser's login. */
  interface DataMaker {
    Login make(Running running, Binaries binaries) throws IOException;
  }

  static EmbeddedServer start(EmbeddedSpec spec, TempArea area, Enclosure.Builder limits) {
    return start(
        spec,
        area,
        limits,
        (running, binaries) -> Cluster.create(running, Cluster.kept(area, binaries), area));
  }

  static EmbeddedServer start(
      EmbeddedSpec spec, TempArea area, Enclosure.Builder limits, DataMaker data) {
    try {
      freePort(spec.port());
    } catch (IOException e) {
      throw StartFailure.portInUse(spec.port());
    }
    Running.cleanUpOrphans(area);
    Binaries binaries = Binaries.unpack(area);
    Running running = Running.begin(area);
    try {
      return start(spec, running, binaries, limits, data);
    } catch (IOException e) {
      running.close();
      throw StartFailure.of(e, area.root());
    } catch (RuntimeException | Error e) {
      running.close();
      throw e;
    }
  }

  private static EmbeddedServer start(
      EmbeddedSpec spec,
      Running running,
      Binaries binaries,
      Enclosure.Builder limits,
      DataMaker data)
      throws IOException {
    ServerDirectory directory = running.directory();
    running.making(() -> directory.installation().link(binaries));
    running.enter(limits.around(directory.root(), directory.data()));
    Login login = data.make(running, binaries);
    Cluster.configure(directory, spec);
    Postmaster postmaster = startPostmaster(spec, running);
    Endpoint admin =
        new Endpoint(Cluster.HOST, postmaster.port(), Cluster.SUPERUSER, login, Map.of())
            .with("ApplicationName", "pggit-load");
    ServerFacts facts = askForFacts(admin, directory);
    if (spec.durable()) {
      facts.requireDurability();
    }
    directory.writePrivately(
        PASSWORD_FILE,
        "%s:%s:*:%s:%s\n"
            .formatted(admin.host(), admin.port(), login.user(), login.password().reveal()));
    log.debug("Embedded PostgreSQL {} at {}", facts.version(), admin.jdbcUrl());
    return new EmbeddedServer(running, postmaster, admin, facts);
  }

  /** A free port may be taken by somebody else before the server has it: then another one. */
  private static Postmaster startPostmaster(EmbeddedSpec spec, Running running) throws IOException {
    for (int attempt = 1; ; attempt++) {
      int port = spec.port() == 0 ? freePort(0) : spec.port();
      try {
        return Postmaster.start(running, port, spec.startTimeout());
      } catch (SetupException e) {
        boolean clash = StartFailure.isPortInUse(StartFailure.read(running.directory().log()));
        if (spec.port() != 0 || !clash || attempt == PORT_ATTEMPTS) {
          throw e;
        }
        Files.delete(running.directory().log());
      }
    }
  }

  private static ServerFacts askForFacts(Endpoint admin, ServerDirectory directory) {
    try (Connection connection = admin.connect()) {
      return ServerFacts.read(connection);
    } catch (SQLException e) {
      throw StartFailure.of(
          "The embedded PostgreSQL started but refused our first query (" + e.getMessage() + ")",
          StartFailure.read(directory.log()),
          directory.root());
    }
  }

  @Override
  public Endpoint admin() {
    return admin;
  }

  @Override
  public boolean embedded() {
    return true;
  }

  @Override
  public ServerFacts facts() {
    return facts;
  }

  public long postmasterPid() {
    return postmaster.process().pid();
  }

  /**
   * SHAREDIR of the running server, its own: {@code CREATE EXTENSION} looks in "extension" here.
   */
  public Path shareDirectory() {
    return running.directory().installation().shareDirectory();
  }

  /** For {@code PGPASSFILE=… psql}: the superuser's password in libpq's format, readable by us. */
  public Path passwordFile() {
    return running.directory().root().resolve(PASSWORD_FILE);
  }

  /** As it was started. */
  Postmaster postmaster() {
    return postmaster;
  }

  Running running() {
    return running;
  }

  /** Stops the server at once and deletes its data. */
  @Override
  public void close() {
    running.close();
  }

  /**
   * The port, or any for 0, if nobody listens there.
   *
   * @throws IOException if somebody does
   */
  private static int freePort(int port) throws IOException {
    try (ServerSocket socket =
        new ServerSocket(port, 1, InetAddress.getAllByName(Cluster.HOST)[0])) {
      return socket.getLocalPort();
    }
  }
}
