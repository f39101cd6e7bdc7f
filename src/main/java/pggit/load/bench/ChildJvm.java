package pggit.load.bench;

import io.gatling.app.Gatling$;
import io.gatling.javaapi.core.Simulation;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import pggit.load.server.Endpoint;
import pggit.load.server.Login;
import pggit.load.server.Secret;

/**
 * A JVM of its own for what is measured, from both ends. It is told the endpoint (the password in
 * PGPASSWORD, which ps does not show) and some words, and answers in lines on standard output;
 * whatever else it prints goes nowhere.
 */
final class ChildJvm {

  /** Options with which Gatling's Maven plugin starts it, but for the heap. */
  private static final List<String> GATLING_OPTIONS =
      List.of(
          "-XX:MaxInlineLevel=20",
          "-XX:MaxTrivialSize=12",
          "--add-opens=java.base/java.lang=ALL-UNNAMED");

  private static final int ENDPOINT_WORDS = 4;

  private ChildJvm() {}

  /** Starts a main class; to be read and ended by the caller. */
  static Process start(
      Class<?> main, List<String> jvmOptions, Endpoint endpoint, List<String> words)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(GATLING_OPTIONS);
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(List.of(endpoint.host(), "" + endpoint.port(), endpoint.database()));
    command.add(endpoint.login().user());
    command.addAll(words);
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("PGPASSWORD", endpoint.login().password().reveal());
    return builder.start();
  }

  /**
   * Runs a main class to its end.
   *
   * @return the only line that it answers
   */
  static String ask(Class<?> main, List<String> jvmOptions, Endpoint endpoint, List<String> words) {
    try {
      var process = start(main, jvmOptions, endpoint, words);
      process.getOutputStream().close();
      var answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0 || answer.isEmpty()) {
        throw new IllegalStateException(
            main.getSimpleName() + " ended with " + process.exitValue() + ": " + answer);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Standard output, kept for answers; Gatling and others print into nothing from here on. */
  static PrintStream answers() {
    var answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    return answers;
  }

  /** The endpoint in the arguments of a main class. */
  static Endpoint endpoint(String[] arguments) {
    return new Endpoint(
        arguments[0],
        Integer.parseInt(arguments[1]),
        arguments[2],
        new Login(arguments[3], Secret.of(System.getenv().getOrDefault("PGPASSWORD", ""))),
        Map.of());
  }

  /** The words behind the endpoint. */
  static List<String> words(String[] arguments) {
    return List.of(arguments).subList(ENDPOINT_WORDS, arguments.length);
  }

  /** Runs a simulation in this JVM to its end, as in every other run but without a report. */
  static void gatling(Class<? extends Simulation> simulation) {
    try {
      var directory = Files.createTempDirectory("pggit-bench");
      Gatling$.MODULE$.fromArgs(
          new String[] {"-s", simulation.getName(), "-rf", directory.toString(), "-nr"});
      try (var files = Files.walk(directory)) {
        for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Maven runs main classes in a loader of its own, of which java.class.path knows nothing. */
  private static String classPath() {
    if (ChildJvm.class.getClassLoader() instanceof URLClassLoader loader) {
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
