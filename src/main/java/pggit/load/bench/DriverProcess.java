package pggit.load.bench;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import pggit.load.server.Endpoint;
import pggit.load.server.Login;
import pggit.load.server.Secret;

/**
 * Main class of a driver's JVM: reads stints from standard input, one a line, and answers each with
 * a line. Ends at the end of the input.
 */
final class DriverProcess {

  /** What an answer begins with; else it is an error. */
  static final String ANSWER = "sample ";

  private DriverProcess() {}

  /**
   * @param arguments driver, host, port, database, user; the password is in PGPASSWORD
   */
  public static void main(String[] arguments) throws IOException {
    var answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    var endpoint =
        new Endpoint(
            arguments[1],
            Integer.parseInt(arguments[2]),
            arguments[3],
            new Login(arguments[4], Secret.of(System.getenv().getOrDefault("PGPASSWORD", ""))),
            Map.of());
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (var driver = driver(Driver.valueOf(arguments[0]), endpoint)) {
      for (var line = input.readLine(); line != null; line = input.readLine()) {
        answers.println(answer(driver, line));
      }
    }
    System.exit(0); // whatever threads a driver has left
  }

  private static String answer(StintDriver driver, String line) {
    try {
      return ANSWER + driver.run(Stint.parse(line)).line();
    } catch (Exception e) {
      return String.valueOf(e).replaceAll("\\s+", " ");
    }
  }

  private static StintDriver driver(Driver driver, Endpoint endpoint) throws IOException {
    return switch (driver) {
      case PGJDBC -> new LoopDriver(endpoint);
      case PROTOCOL -> new GatlingDriver(endpoint, ProtocolSimulation.class);
      case POOLED -> new GatlingDriver(endpoint, PooledSimulation.class);
      case GATLING_JDBC -> new GatlingDriver(endpoint, JdbcPluginSimulation.class);
      case PGBENCH -> throw new IllegalArgumentException("pgbench is a program of its own");
    };
  }
}
