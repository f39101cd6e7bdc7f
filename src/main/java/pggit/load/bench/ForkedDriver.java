package pggit.load.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import pggit.load.server.Endpoint;

/** A driver in a JVM of its own; see {@link DriverProcess}. */
final class ForkedDriver implements StintDriver {

  private static final String HEAP = "-Xmx1G"; // as Gatling's Maven plugin has it
  private static final long END_SECONDS = 20;

  private final Driver driver;
  private final Process process;
  private final BufferedWriter stints;
  private final BufferedReader answers;

  ForkedDriver(Driver driver, Endpoint endpoint, List<String> jvmOptions) throws IOException {
    this.driver = driver;
    var options = new ArrayList<>(List.of(HEAP));
    options.addAll(jvmOptions);
    process = ChildJvm.start(DriverProcess.class, options, endpoint, List.of(driver.name()));
    stints = process.outputWriter();
    answers = process.inputReader();
  }

  @Override
  public Sample run(Stint stint) throws IOException {
    stints.write(stint.line() + "\n");
    stints.flush();
    var answer = answers.readLine();
    if (answer == null || !answer.startsWith(DriverProcess.ANSWER)) {
      throw new IllegalStateException(driver.label() + ", " + stint.line() + ": " + answer);
    }
    return Sample.parse(answer.substring(DriverProcess.ANSWER.length()));
  }

  /** Ends the process, if need be by force. */
  @Override
  public void close() {
    try {
      stints.close(); // the end of its input
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
