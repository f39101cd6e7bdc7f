package pggit.load.run;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.Invocation;
import pggit.load.measure.RunResult;
import pggit.load.report.CommandResult;
import pggit.load.settings.Settings;
import pggit.load.verdict.Findings;

/**
 * The command that this run is a part of: Maven runs one simulation after the other, each in a JVM
 * of its own, and the last one tells what all of them came to.
 */
record WholeCommand(Class<?> simulation, Settings settings) {

  private static final Logger LOG = LoggerFactory.getLogger(WholeCommand.class);

  /** Whether one simulation was asked for and not all; pom.xml sets it. */
  private static final String ONE = "simulations.one";

  /** The simulations that the plugin leaves out; pom.xml sets it, {@code none} for none. */
  private static final String LEFT_OUT = "simulations.excluded";

  private static final String SERVER_VERSION = "postgresql.server.version";

  /** What this run was started by: what -D gave, and the embedded server's version with it. */
  Invocation invocation() {
    var given = new LinkedHashMap<>(settings.redacted());
    given.keySet().removeIf(key -> System.getProperty(key) == null);
    var version = System.getProperty(SERVER_VERSION); // Maven's to know
    if (version != null) {
      given.put(SERVER_VERSION, version);
    }
    return Invocation.current(given);
  }

  /** Renews the findings of the command; prints its result when the last simulation has ended. */
  void ended(RunResult run) {
    var results = Path.of(settings.results()).toAbsolutePath();
    try {
      var command = CommandResult.of(results, run.invocation());
      Findings.write(results, command.findings());
      boolean alone = Boolean.getBoolean(ONE);
      var leftOut = leftOut();
      var expected = new ArrayList<>(alone ? List.<String>of() : simulations());
      expected.removeAll(leftOut);
      var missing = command.missing(expected);
      // They come in the order of their names: what would have come before has come to no end.
      if (missing.stream().allMatch(name -> name.compareTo(run.simulation()) < 0)) {
        var lines = command.lines(alone ? List.of() : leftOut, missing);
        // Behind whatever Gatling has still to say.
        Runtime.getRuntime()
            .addShutdownHook(new Thread(() -> Console.print(lines), "pggit-result"));
      }
    } catch (RuntimeException e) { // a defect of its own, which must not cost the run
      LOG.warn("no result of the whole command: {}", e.getMessage(), e);
    }
  }

  /** What is not part of the command. */
  private static List<String> leftOut() {
    return Stream.of(System.getProperty(LEFT_OUT, "none").split(","))
        .filter(name -> !name.equals("none"))
        .map(name -> name.replaceFirst("^.*\\.", ""))
        .sorted()
        .toList();
  }

  /** Names of all simulations beside this one; this one alone where they cannot be listed. */
  private List<String> simulations() {
    try {
      var code = simulation.getProtectionDomain().getCodeSource().getLocation();
      var own = simulation.getName().replace('.', '/') + ".class";
      try (var files = Files.list(Path.of(code.toURI()).resolve(own).resolveSibling(""))) {
        return files
            .map(file -> String.valueOf(file.getFileName()))
            .filter(name -> name.endsWith("Simulation.class"))
            .map(name -> name.replaceFirst("\\.class$", ""))
            .toList();
      }
    } catch (IOException | URISyntaxException | IllegalArgumentException e) {
      return List.of(simulation.getSimpleName());
    }
  }
}
