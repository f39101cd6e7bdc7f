package pggit.load.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import pggit.load.server.Endpoint;

/**
 * Main class of a driver's JVM: reads stints from standard input, one a line, and answers each with
 * a line. Ends at the end of the input.
 */
final class DriverProcess {

  /** What an answer begins with; else it is an error. */
  static final String ANSWER = "sample ";

  private DriverProcess() {}

  public static void main(String[] arguments) throws IOException {
    var answers = ChildJvm.answers();
    var endpoint = ChildJvm.endpoint(arguments);
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var driver = driver(Driver.valueOf(ChildJvm.words(arguments).get(0)), endpoint);
    for (var line = input.readLine(); line != null; line = input.readLine()) {
      answers.println(answer(driver, line));
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

  private static StintDriver driver(Driver driver, Endpoint endpoint) {
    return switch (driver) {
      case PGJDBC -> new LoopDriver(endpoint, Thread::new);
      case PGJDBC_VIRTUAL -> new LoopDriver(endpoint, LoopDriver.virtualThreads());
      case PROTOCOL -> new GatlingDriver(endpoint, ProtocolSimulation.class);
      case POOLED -> new GatlingDriver(endpoint, PooledSimulation.class);
      case GATLING_JDBC -> new GatlingDriver(endpoint, JdbcPluginSimulation.class);
      case PGBENCH -> throw new IllegalArgumentException("pgbench is a program of its own");
    };
  }
}
