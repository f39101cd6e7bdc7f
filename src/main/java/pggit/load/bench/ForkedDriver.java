package pggit.load.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.URISyntaxException;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import pggit.load.server.Endpoint;

/** A driver in a JVM of its own; see {@link DriverProcess}. */
final class ForkedDriver implements StintDriver {

  private static final long END_SECONDS = 20;

  /** Options with which Gatling's Maven plugin starts it. */
  private static final List<String> GATLING_OPTIONS =
      List.of(
          "-Xmx1G",
          "-XX:MaxInlineLevel=20",
          "-XX:MaxTrivialSize=12",
          "--add-opens=java.base/java.lang=ALL-UNNAMED");

  private final Driver driver;
  private final Process process;
  private final BufferedWriter stints;
  private final BufferedReader answers;

  ForkedDriver(Driver driver, Endpoint endpoint, List<String> jvmOptions) throws IOException {
    this.driver = driver;
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(GATLING_OPTIONS);
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath(), DriverProcess.class.getName(), driver.name()));
    command.addAll(List.of(endpoint.host(), "" + endpoint.port(), endpoint.database()));
    command.add(endpoint.login().user());
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("PGPASSWORD", endpoint.login().password().reveal());
    process = builder.start();
    stints =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
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

  /**
   * Maven runs main classes in a class loader of its own, of which java.class.path knows nothing.
   */
  static String classPath() {
    if (ForkedDriver.class.getClassLoader() instanceof URLClassLoader loader) {
      return Arrays.stream(loader.getURLs())
          .map(
              url -> {
                try {
                  return Path.of(url.toURI()).toString();
                } catch (URISyntaxException e) {
                  throw new IllegalStateException(e);
                }
              })
          .collect(Collectors.joining(File.pathSeparator));
    }
    return System.getProperty("java.class.path");
  }
}
