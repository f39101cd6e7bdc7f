package pggit.load.simulations;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import pggit.load.measure.JsonFile;
import pggit.load.measure.Lane;
import pggit.load.measure.RunResult;
import pggit.load.measure.Verdict;
import pggit.load.server.Endpoint;

/** Several injectors of one run, each a JVM of its own on this host. Ends them on close. */
final class Injectors implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Class<? extends Simulation> simulation;
  private final Path directory;
  private final Endpoint server;
  private final Map<String, String> settings;
  private final List<Process> processes = new ArrayList<>();

  /**
   * @param server that they load, and meet in the database of
   * @param settings of all of them, by key without the leading {@code pggit.}
   */
  Injectors(
      Class<? extends Simulation> simulation,
      Path directory,
      Endpoint server,
      Map<String, String> settings) {
    this.simulation = simulation;
    this.directory = directory;
    this.server = server;
    this.settings = new HashMap<>(settings);
    this.settings.put("url", server.jdbcUrl());
    this.settings.put("user", server.login().user());
  }

  /** Starts all of so many. */
  Injectors all(int injectors) throws IOException {
    for (int i = 0; i < injectors; i++) {
      start(i, injectors, server.login().password().reveal());
    }
    return this;
  }

  /** Starts one. */
  void start(int index, int injectors, String password) throws IOException {
    var own = Files.createDirectories(directory(index));
    settings.put("injectors", Integer.toString(injectors));
    settings.put("injector", Integer.toString(index));
    var builder = GatlingProcess.builder(simulation, own, settings, List.of("-nr"));
    builder.environment().put("PGPASSWORD", password);
    processes.add(builder.start());
  }

  private Path directory(int index) {
    return directory.resolve("process-" + index);
  }

  Process process(int index) {
    return processes.get(index);
  }

  /** Sends one a signal: {@code STOP}, {@code CONT}, {@code KILL}. */
  void signal(int index, String name) throws IOException, InterruptedException {
    var pid = Long.toString(process(index).pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  /** Waits for all to end. */
  List<Integer> exitCodes() throws InterruptedException, IOException {
    var codes = new ArrayList<Integer>();
    for (int i = 0; i < processes.size(); i++) {
      if (!process(i).waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("no end within %s:%n%s".formatted(LIMIT, output(i)));
      }
      codes.add(process(i).exitValue());
    }
    return codes;
  }

  /** What one has printed so far. */
  String output(int index) throws IOException {
    return Files.readString(directory(index).resolve("output.txt"));
  }

  /** The directory of the whole run, with whoever merged it. */
  Path merged() throws IOException {
    for (int i = 0; i < processes.size(); i++) {
      for (var run : JsonFile.entries(directory(i).resolve("results"))) {
        if (Files.exists(run.resolve(RunResult.NAME))) {
          return run;
        }
      }
    }
    throw new AssertionError("no result:\n" + output(0));
  }

  RunResult result() throws IOException {
    return RunResult.read(merged());
  }

  Verdict verdict(String name) throws IOException {
    return result().verdicts().stream()
        .filter(verdict -> verdict.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no verdict " + name));
  }

  List<Lane> lanes() throws IOException {
    return Lane.read(merged());
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }
}
