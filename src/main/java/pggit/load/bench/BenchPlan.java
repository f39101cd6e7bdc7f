package pggit.load.bench;

import java.time.Duration;
import java.util.List;

/**
 * What a benchmark compares, and for how long.
 *
 * @param rounds in each of which every driver has one stint, 1 or more; medians have intervals from
 *     6 on
 * @param warmup of each stint
 * @param measured of each stint, from 1 s
 * @param jvmOptions of the drivers' JVMs, beside those that Gatling's Maven plugin sets
 */
public record BenchPlan(
    List<Driver> drivers,
    List<Load> loads,
    List<Integer> connections,
    int rounds,
    Duration warmup,
    Duration measured,
    List<String> jvmOptions) {

  private static final Duration LEAST = Duration.ofSeconds(1); // pgbench counts whole seconds

  public BenchPlan {
    drivers = List.copyOf(drivers);
    loads = List.copyOf(loads);
    connections = List.copyOf(connections);
    jvmOptions = List.copyOf(jvmOptions);
    if (drivers.isEmpty() || loads.isEmpty() || connections.isEmpty()) {
      throw new IllegalArgumentException("nothing to compare");
    }
    if (connections.stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException("connections must be >= 1, were " + connections);
    }
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be >= 1, was " + rounds);
    }
    if (measured.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException("measured must be >= 1 s, was " + measured);
    }
  }

  /** Most connections at the same time. */
  public int mostConnections() {
    return connections.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }
}
