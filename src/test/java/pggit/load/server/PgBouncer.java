package pggit.load.server;

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
import org.junit.jupiter.api.Assumptions;
import pggit.load.server.fault.Machine;

/** The machine's own PgBouncer in front of an embedded server, on a free port of 127.0.0.1. */
public final class PgBouncer implements AutoCloseable {

  private static final int SESSIONS = 5;

  private final Path directory;
  private final List<String> command;
  private final Endpoint endpoint;
  private Process process;

  private PgBouncer(Path directory, List<String> command, Endpoint endpoint) throws IOException {
    this.directory = directory;
    this.command = command;
    this.endpoint = endpoint;
    process = process();
  }

  /**
   * Starts one with five sessions for each user and database. A machine without PgBouncer skips the
   * test.
   *
   * @param mode {@code session}, {@code transaction} or {@code statement}
   * @param databases the one it leads to, or {@code *} for any
   */
  public static PgBouncer start(Endpoint server, String mode, String databases) throws IOException {
    return start(server, mode, databases, SESSIONS);
  }

  /** The same with so many sessions for each user and database. */
  public static PgBouncer start(Endpoint server, String mode, String databases, int sessions)
      throws IOException {
    Machine.pooler().whyNot().ifPresent(Assumptions::abort);
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
        default_pool_size = %d
        """
            .formatted(
                databases,
                server.host(),
                server.port(),
                port,
                users,
                server.login().user(),
                mode,
                sessions));
    var command = new ArrayList<>(Running.prefixFor(directory));
    command.addAll(Machine.pgBouncer(configuration.toString()));
    Endpoint endpoint =
        new Endpoint("127.0.0.1", port, server.database(), server.login(), server.parameters());
    return new PgBouncer(directory, command, endpoint);
  }

  /** Returns once it has led to the server. */
  private Process process() throws IOException {
    var started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    try {
      Awaitility.await("PgBouncer answers")
          .atMost(Duration.ofSeconds(10))
          .ignoreExceptions()
          .until(() -> Sql.text(endpoint, "SELECT 1").equals("1"));
      return started;
    } catch (RuntimeException e) {
      started.destroyForcibly();
      throw e;
    }
  }

  /** Kills it and starts it again on its port. */
  public void restart() throws IOException {
    end(process::destroyForcibly);
    process = process();
  }

  /** {@code jdbc:postgresql://127.0.0.1:port/database}. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + endpoint.port() + "/" + endpoint.database();
  }

  /** As the embedded server's superuser. */
  public ExternalServer server() {
    return ExternalServer.connect(url(), endpoint.login());
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return free.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    end(process::destroy);
    Tree.delete(directory);
  }

  private void end(Runnable how) {
    how.run();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
