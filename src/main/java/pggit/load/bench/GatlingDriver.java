package pggit.load.bench;

import io.gatling.app.Gatling$;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import pggit.load.server.Endpoint;

/**
 * A driver inside Gatling: the simulation runs as in every other run, with its console and its log,
 * but without a report. Gatling makes the simulation by its name, so what it needs lies in {@link
 * #current}.
 */
final class GatlingDriver implements StintDriver {

  /** What the simulation that Gatling is just making is to do. */
  record Task(Endpoint endpoint, Stint stint, LongAdder requests, AtomicBoolean stopped) {}

  private static volatile @Nullable Task current;

  private final Endpoint endpoint;
  private final Class<? extends Simulation> simulation;
  private final Path directory;

  GatlingDriver(Endpoint endpoint, Class<? extends Simulation> simulation) throws IOException {
    this.endpoint = endpoint;
    this.simulation = simulation;
    this.directory = Files.createTempDirectory("pggit-bench");
  }

  static Task current() {
    var task = current;
    if (task == null) {
      throw new IllegalStateException("this simulation belongs to the benchmark");
    }
    return task;
  }

  @Override
  public Sample run(Stint stint) throws InterruptedException {
    var task = new Task(endpoint, stint, new LongAdder(), new AtomicBoolean());
    current = task;
    var gatling = new Thread(this::gatling, "gatling");
    gatling.start();
    try {
      return Window.measure(stint, task.requests()::sum, () -> !gatling.isAlive());
    } finally {
      task.stopped().set(true);
      gatling.join();
    }
  }

  private void gatling() {
    Gatling$.MODULE$.fromArgs(
        new String[] {"-s", simulation.getName(), "-rf", directory.toString(), "-nr"});
  }

  @Override
  public void close() {
    try (var files = Files.walk(directory)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      // a directory for temporary files is emptied by others, too
    }
  }
}
