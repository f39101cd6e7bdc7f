package pggit.load.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One load at one number of connections: the samples of each driver, one a round. */
public final class BenchCell {
  private final Load load;
  private final int connections;
  private final Map<Driver, List<Sample>> samples = new EnumMap<>(Driver.class);

  BenchCell(Load load, int connections) {
    this.load = load;
    this.connections = connections;
  }

  void add(Driver driver, Sample sample) {
    samples.computeIfAbsent(driver, d -> new ArrayList<>()).add(sample);
  }

  String lastRound() {
    return load.label()
        + " x "
        + connections
        + ": "
        + samples.entrySet().stream()
            .map(
                e ->
                    "%s %.0f/s %.1f us"
                        .formatted(
                            e.getKey().label(),
                            e.getValue().get(e.getValue().size() - 1).perSecond(),
                            e.getValue().get(e.getValue().size() - 1).cpuMicros()))
            .collect(Collectors.joining("; "));
  }
}
