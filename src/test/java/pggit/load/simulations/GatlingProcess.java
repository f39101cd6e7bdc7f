package pggit.load.simulations;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.app.Gatling;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import pggit.load.measure.Estimate;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;
import pggit.load.measure.Verdict;

/**
 * Gatling in a JVM of its own, as its Maven plugin starts it: an exit code, what it printed, and
 * the run's result. The machine has digits and separators of its own, which nobody may notice.
 */
final class GatlingProcess {

  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final int exitCode;
  private final String output;
  private final Path results;

  private GatlingProcess(int exitCode, String output, Path results) {
    this.exitCode = exitCode;
    this.output = output;
    this.results = results;
  }

  /**
   * Runs a simulation to its end.
   *
   * @param directory gets the results and what was printed
   * @param settings by key without the leading {@code pggit.}
   */
  static GatlingProcess run(
      Class<? extends Simulation> simulation, Path directory, Map<String, String> settings) {
    return run(simulation, directory, settings, List.of("-nr"));
  }

  /** The same with a report of Gatling's own. */
  static GatlingProcess reported(
      Class<? extends Simulation> simulation, Path directory, Map<String, String> settings) {
    return run(simulation, directory, settings, List.of());
  }

  /** What starts it; results and {@code output.txt} go to the directory, which has to be there. */
  static ProcessBuilder builder(
      Class<? extends Simulation> simulation,
      Path directory,
      Map<String, String> settings,
      List<String> options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED"); // as the plugin does
    // It lives for seconds: to optimize its code would take more than it gives.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("-Duser.language=fa", "-Duser.country=IR"));
    command.add("-Dpggit.results=" + directory.resolve("results"));
    command.add("-Dsimulations.one=true"); // as pom.xml does for a command that names one
    command.add("-Dpggit.console=full"); // unless the settings say otherwise, which come after it
    settings.forEach((key, value) -> command.add("-Dpggit." + key + "=" + value));
    command.addAll(List.of(Gatling.class.getName(), "-s", simulation.getName()));
    command.addAll(options);
    command.addAll(List.of("-rf", directory.resolve("gatling").toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("output.txt").toFile());
  }

  private static GatlingProcess run(
      Class<? extends Simulation> simulation,
      Path directory,
      Map<String, String> settings,
      List<String> options) {
    var results = directory.resolve("results");
    var printed = directory.resolve("output.txt");
    try {
      Files.createDirectories(directory);
      var process = builder(simulation, directory, settings, options).start();
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroy();
        throw new AssertionError("no end within " + LIMIT + ":\n" + Files.readString(printed));
      }
      return new GatlingProcess(process.exitValue(), Files.readString(printed), results);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /**
   * Runs a simulation to its end, and once more if a verdict is undecided, which it may be on a
   * busy machine.
   *
   * @param verdicts names of verdicts
   */
  static GatlingProcess decided(
      Class<? extends Simulation> simulation,
      Path directory,
      Map<String, String> settings,
      String... verdicts) {
    var first = run(simulation, directory.resolve("first"), settings);
    return Stream.of(verdicts).anyMatch(v -> first.outcomes(v).contains(Outcome.UNDECIDED))
        ? run(simulation, directory.resolve("second"), settings)
        : first;
  }

  /** The outcomes of all verdicts of this name. */
  List<Outcome> outcomes(String verdict) {
    return result().verdicts().stream()
        .filter(v -> v.name().equals(verdict))
        .map(Verdict::outcome)
        .toList();
  }

  int exitCode() {
    return exitCode;
  }

  String output() {
    return output;
  }

  /** Directory of the run. */
  Path directory() {
    try (var runs = Files.list(results)) {
      return runs.filter(Files::isDirectory)
          .findFirst()
          .orElseThrow(() -> new AssertionError("no result:\n" + output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RunResult result() {
    var result = RunResult.read(directory());
    assertThat(result.verdicts())
        .flatExtracting(Verdict::name, Verdict::evidence)
        .allMatch(text -> plain((String) text));
    assertThat(result.metrics()).extracting(Estimate::name).allMatch(GatlingProcess::plain);
    return result;
  }

  private static boolean plain(String text) {
    return text.codePoints().allMatch(c -> !Character.isDigit(c) || c < 128);
  }
}
