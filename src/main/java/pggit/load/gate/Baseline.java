package pggit.load.gate;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.RunResult;

/**
 * The accepted runs of one simulation in one environment: content of {@code
 * baselines/<simulation>/<environment>.json}.
 *
 * @param runs oldest first, at most {@link #MOST}
 */
record Baseline(int schema, String simulation, Environment environment, List<Run> runs) {
  static final int SCHEMA = 2;

  /** So many runs are kept. */
  static final int MOST = 100;

  /** So many of them, the last ones, are what later runs are compared with. */
  private static final int COMPARED = 20;

  private static final Set<String> COSTS =
      Set.of("pages", "buffers", "bytes", "records", "statements");

  /** The median of fewer says little about a run. */
  private static final int LEAST_SAMPLES = 100;

  Baseline {
    Objects.requireNonNull(simulation, "simulation");
    Objects.requireNonNull(environment, "environment");
    runs = List.copyOf(runs);
  }

  /**
   * One accepted run.
   *
   * @param started when its load began; no two runs of a baseline have the same
   */
  record Run(Instant started, String source, List<Value> values) {
    Run {
      Objects.requireNonNull(started, "started");
      Objects.requireNonNull(source, "source");
      values = List.copyOf(values);
    }

    static Run of(RunResult result) {
      Optional<Double> yardstick =
          result.metric(Estimate.YARDSTICK).map(m -> m.value().orElseThrow());
      List<Value> values =
          result.metrics().stream()
              .filter(m -> m.direction() != Direction.NEITHER)
              .flatMap(m -> Value.of(m, yardstick).stream())
              .toList();
      return new Run(result.started(), result.contract().getOrDefault("source", "unknown"), values);
    }

    Optional<Value> value(Value like) {
      return values.stream()
          .filter(v -> v.metric().equals(like.metric()) && v.unit().equals(like.unit()))
          .findFirst();
    }
  }

  /**
   * The value of a metric in a run. Only what can be compared with another run's is kept: costs,
   * which the server counts, the work of a commit, and for each operation one time, the median of
   * its executions, in yardsticks of the same run. The other percentiles say the same with more
   * noise, and each further metric makes all intervals wider.
   */
  record Value(String metric, String unit, Direction direction, double value) {
    Value {
      Objects.requireNonNull(direction, "direction");
      if (!(value > 0 && Double.isFinite(value))) {
        throw new IllegalArgumentException(metric + " has the value " + value);
      }
    }

    private static Optional<Value> of(Estimate metric, Optional<Double> yardstick) {
      if (metric.value().isEmpty() || metric.value().getAsDouble() <= 0) {
        return Optional.empty();
      }
      double value = metric.value().getAsDouble();
      if (COSTS.contains(metric.unit()) || metric.name().equals(Estimate.WORK)) {
        return Optional.of(new Value(metric.name(), metric.unit(), metric.direction(), value));
      }
      return yardstick
          .filter(unit -> metric.name().endsWith(" execute p50") && metric.count() >= LEAST_SAMPLES)
          .map(unit -> new Value(metric.name(), "yardsticks", metric.direction(), value / unit));
    }

    /** What is counted rather than timed is held to the closest limit. */
    Metric asMetric(String simulation) {
      Metric.Kind kind =
          COSTS.contains(unit)
              ? Metric.Kind.COST
              : metric.equals(Estimate.WORK) ? Metric.Kind.TIME : Metric.Kind.COARSE_TIME;
      return new Metric(simulation + ": " + metric, unit, direction, kind);
    }
  }

  static Baseline empty(RunResult of) {
    return new Baseline(SCHEMA, of.simulation(), Environment.of(of), List.of());
  }

  /** With more accepted runs; those that are there already stay once. */
  Baseline with(List<Run> more) {
    TreeMap<Instant, Run> all = new TreeMap<>();
    Stream.concat(runs.stream(), more.stream()).forEach(run -> all.put(run.started(), run));
    return new Baseline(schema, simulation, environment, last(MOST, List.copyOf(all.values())));
  }

  List<Run> latest() {
    return last(COMPARED, runs);
  }

  private static List<Run> last(int count, List<Run> runs) {
    return runs.subList(Math.max(0, runs.size() - count), runs.size());
  }

  Instant lastAccepted() {
    return runs.isEmpty() ? Instant.EPOCH : runs.get(runs.size() - 1).started();
  }

  /** Metrics that each of the runs has, as in the newest. */
  static List<Value> common(List<Run> runs) {
    return runs.isEmpty()
        ? List.of()
        : runs.get(runs.size() - 1).values().stream()
            .filter(v -> runs.stream().allMatch(run -> run.value(v).isPresent()))
            .toList();
  }

  static List<Double> values(List<Run> runs, Value like) {
    return runs.stream().map(run -> run.value(like).orElseThrow().value()).toList();
  }
}
