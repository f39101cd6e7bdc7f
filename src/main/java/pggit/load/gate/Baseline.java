package pggit.load.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.RunResult;

/**
 * The accepted runs of one simulation in one environment: content of {@code
 * baselines/<simulation>/<environment>.json}.
 *
 * @param schema version of the file format
 * @param simulation simple name
 * @param environment where all of them took place
 * @param runs oldest first, at most {@link #MOST}
 */
record Baseline(int schema, String simulation, Environment environment, List<Run> runs) {
  static final int SCHEMA = 1;

  /** So many runs are kept. */
  static final int MOST = 100;

  /** So many of them, the last ones, are what later runs are compared with. */
  private static final int COMPARED = 20;

  Baseline {
    Objects.requireNonNull(simulation, "simulation");
    Objects.requireNonNull(environment, "environment");
    runs = List.copyOf(runs);
  }

  /**
   * One accepted run.
   *
   * @param started when its load began; no two runs of a baseline have the same
   * @param source which pgGit it was
   * @param values of its metrics
   */
  record Run(Instant started, String source, List<Value> values) {
    Run {
      Objects.requireNonNull(started, "started");
      Objects.requireNonNull(source, "source");
      values = List.copyOf(values);
    }

    static Run of(RunResult result) {
      List<Value> values =
          result.metrics().stream()
              .filter(m -> m.direction() != Direction.NEITHER && m.value().orElse(0) > 0)
              .map(m -> new Value(m.name(), m.unit(), m.direction(), m.value().getAsDouble()))
              .toList();
      return new Run(result.started(), result.contract().getOrDefault("source", "unknown"), values);
    }

    Optional<Value> value(String metric) {
      return values.stream().filter(v -> v.metric().equals(metric)).findFirst();
    }
  }

  /** The value of a metric in a run. */
  record Value(String metric, String unit, Direction direction, double value) {
    Value {
      Objects.requireNonNull(direction, "direction");
      if (!(value > 0 && Double.isFinite(value))) {
        throw new IllegalArgumentException(metric + " has the value " + value);
      }
    }

    /** What is counted rather than timed is held to the closer limit. */
    Metric asMetric(String name) {
      boolean cost = List.of("pages", "bytes", "records", "statements").contains(unit);
      return new Metric(name, unit, direction, cost ? Metric.Kind.COST : Metric.Kind.TIME);
    }
  }

  /** With more accepted runs; those that are there already stay once. */
  Baseline with(List<Run> more) {
    List<Run> all = new ArrayList<>(runs);
    for (Run run : more) {
      all.removeIf(known -> known.started().equals(run.started()));
      all.add(run);
    }
    all.sort(Comparator.comparing(Run::started));
    return new Baseline(
        schema, simulation, environment, all.subList(Math.max(0, all.size() - MOST), all.size()));
  }

  /** What later runs are compared with. */
  List<Run> latest() {
    return runs.subList(Math.max(0, runs.size() - COMPARED), runs.size());
  }

  Instant lastAccepted() {
    return runs.isEmpty() ? Instant.EPOCH : runs.get(runs.size() - 1).started();
  }

  /** Metrics that each of the runs has, as in the newest. */
  static List<Value> common(List<Run> runs) {
    return runs.isEmpty()
        ? List.of()
        : runs.get(runs.size() - 1).values().stream()
            .filter(v -> runs.stream().allMatch(run -> run.value(v.metric()).isPresent()))
            .toList();
  }

  static List<Double> values(List<Run> runs, String metric) {
    return runs.stream().map(run -> run.value(metric).orElseThrow().value()).toList();
  }

  /** Whether the result says anything: a run in which nothing was asked for measures nothing. */
  static boolean empty(RunResult result) {
    return result.metrics().stream().mapToLong(Estimate::count).sum() == 0;
  }
}
