package pggit.load.bench;

import io.gatling.javaapi.core.Simulation;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import pggit.load.server.Endpoint;

/**
 * A driver inside Gatling, with its console and its log. Gatling makes the simulation by its name,
 * so what it needs lies in {@link #current}.
 */
final class GatlingDriver implements StintDriver {

  /** What the simulation that Gatling is just making is to do. */
  record Task(Endpoint endpoint, Stint stint, LongAdder requests, AtomicBoolean stopped) {}

  private static volatile @Nullable Task current;

  private final Endpoint endpoint;
  private final Class<? extends Simulation> simulation;

  GatlingDriver(Endpoint endpoint, Class<? extends Simulation> simulation) {
    this.endpoint = endpoint;
    this.simulation = simulation;
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
    var gatling = new Thread(() -> ChildJvm.gatling(simulation), "gatling");
    gatling.start();
    try {
      return Window.measure(stint, task.requests()::sum, () -> !gatling.isAlive());
    } finally {
      task.stopped().set(true);
      gatling.join();
    }
  }
}
