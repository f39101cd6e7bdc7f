package pggit.load.server;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The machine's own PgBouncer in front of an embedded server, on a free port of 127.0.0.1. */
public final class PgBouncer implements AutoCloseable {

  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/sbin/pgbouncer"),
          Path.of("/usr/bin/pgbouncer"),
          Path.of("/usr/local/bin/pgbouncer"));

  private final Path directory;
  private final Process process;
  private final Endpoint endpoint;

  private PgBouncer(Path directory, Process process, Endpoint endpoint) {
    this.directory = directory;
    this.process = process;
    this.endpoint = endpoint;
  }

  /**
   * Starts one with five sessions for each user and database. A machine without PgBouncer skips the
   * test.
   *
   * @param mode {@code session}, {@code transaction} or {@code statement}
   * @param databases the one it leads to, or {@code *} for any
   */
  public static PgBouncer start(Endpoint server, String mode, String databases) throws IOException {
    var program = PLACES.stream().filter(Files::isExecutable).findFirst();
    assumeThat(program).as("pgbouncer is installed (apt-get install pgbouncer)").isPresent();
    Path directory = Files.createTempDirectory("pggit-pgbouncer");
    int port = freePort();
    Path users = directory.resolve("users.txt");
    Files.writeString(
        users,
        "\"%s\" \"%s\"%n".formatted(server.login().user(), server.login().password().reveal()));
    Path configuration = directory.resolve("pgbouncer.ini");
    Files.writeString(
        configuration,
        """
        [databases]
        %s = host=%s port=%d
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = scram-sha-256
        auth_file = %s
        auth_user = %s
        pool_mode = %s
        default_pool_size = 5
        """
            .formatted(
                databases, server.host(), server.port(), port, users, server.login().user(), mode));
    var command = new ArrayList<>(Running.prefixFor(directory));
    command.addAll(List.of(program.get().toString(), configuration.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    Endpoint endpoint =
        new Endpoint("127.0.0.1", port, server.database(), server.login(), server.parameters());
    var started = new PgBouncer(directory, process, endpoint);
    Awaitility.await("PgBouncer answers")
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptions()
        .until(() -> Sql.text(endpoint, "SELECT 1").equals("1"));
    return started;
  }

  /** {@code jdbc:postgresql://127.0.0.1:port/database}. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + endpoint.port() + "/" + endpoint.database();
  }

  /** As the embedded server's superuser. */
  ExternalServer server() {
    return ExternalServer.connect(url(), endpoint.login());
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return free.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Tree.delete(directory);
  }
}
