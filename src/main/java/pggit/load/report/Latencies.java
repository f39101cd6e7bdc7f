package pggit.load.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;
import pggit.load.measure.IntervalCounts;
import pggit.load.measure.LatencyLog;
import pggit.load.measure.Part;

/**
 * What {@code latency.hlog} says, as much as a page needs: the whole of each operation, and the
 * commits along the time. Its size depends on the number of operations, not on the length of the
 * run.
 */
final class Latencies {
  /** A run with so many times more of other operations is not about its commits. */
  private static final int FEW = 5;

  /** One operation, all measured phases together. */
  static final class Operation {
    private final Histogram response = histogram();
    private final Map<Part, Double> partNanos = new EnumMap<>(Part.class);
    private long count;

    /** Response times in nanoseconds. */
    Histogram response() {
      return response;
    }

    long count() {
      return count;
    }

    double millis(double percentile) {
      return response.getValueAtPercentile(percentile) / 1e6;
    }

    /**
     * A percentile in milliseconds; empty if fewer requests than one lie beyond it, when it would
     * be but another name for the slowest.
     */
    OptionalDouble quantile(double percentile) {
      return count * (100 - percentile) >= 100
          ? OptionalDouble.of(millis(percentile))
          : OptionalDouble.empty();
    }

    /** A percentile in words, a dash where the sample is too small for it. */
    String words(double percentile) {
      OptionalDouble quantile = quantile(percentile);
      return quantile.isPresent() ? Numbers.time(quantile.getAsDouble()) : "–";
    }

    double meanMillis(Part part) {
      return partNanos.getOrDefault(part, 0.0) / 1e6 / Math.max(1, count);
    }
  }

  /** A stretch of the run that had operations, in seconds on the time axis. */
  record Phase(String name, double from, double to) {}

  private final TimeAxis axis;
  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private final Map<String, Phase> phases = new LinkedHashMap<>();
  private final LatencySteps steps;
  private final Operation focus = new Operation();
  private final boolean commits;
  private long busyMillis;
  private long busyUntil;
  private int broken;

  private Latencies(TimeAxis axis, boolean commits) {
    this.axis = axis;
    this.commits = commits;
    steps = new LatencySteps(axis);
  }

  /**
   * Reads the log, twice: steps and focus have to be known before intervals can be added up.
   *
   * @param endMillis when the run was over
   */
  static Latencies read(Path log, long startMillis, long endMillis) {
    List<Long> ofCommits = new ArrayList<>();
    List<Long> ofOthers = new ArrayList<>();
    LatencyLog preview =
        LatencyLog.read(
            log,
            line ->
                (isCommit(line.of().operation()) ? ofCommits : ofOthers)
                    .add(line.endMillis() - line.startMillis()));
    boolean commits = !ofCommits.isEmpty() && FEW * ofCommits.size() >= ofOthers.size();
    long origin = preview.startedMillis().orElse(startMillis);
    TimeAxis axis =
        TimeAxis.of(
            origin, Math.max(endMillis, origin), typicalMillis(commits ? ofCommits : ofOthers));
    Latencies latencies = new Latencies(axis, commits);
    latencies.broken = LatencyLog.read(log, latencies::add).broken();
    latencies.steps.finish();
    return latencies;
  }

  /** Length of the intervals: a second, or less where phases are short. */
  private static long typicalMillis(List<Long> lengths) {
    Collections.sort(lengths);
    return lengths.isEmpty()
        ? 1000
        : Math.max(100, Math.min(1000, lengths.get(lengths.size() / 2)));
  }

  static Histogram histogram() {
    Histogram histogram = new Histogram(1_000, 2_000, 3);
    histogram.setAutoResize(true);
    return histogram;
  }

  private void add(LatencyLog.Line line) {
    IntervalCounts counts = line.counts();
    String operation = line.of().operation();
    Part part = line.of().part();
    add(operations.computeIfAbsent(operation, name -> new Operation()), part, counts);
    if (!commits || isCommit(operation)) {
      add(focus, part, counts);
      steps.add((line.startMillis() + line.endMillis()) / 2, part, counts);
      busyMillis += Math.max(0, line.endMillis() - Math.max(line.startMillis(), busyUntil));
      busyUntil = Math.max(busyUntil, line.endMillis());
    }
    double from = Math.max(0, axis.seconds(line.startMillis()));
    double to = axis.seconds(line.endMillis());
    phases.merge(
        line.of().phase(),
        new Phase(line.of().phase(), from, to),
        (a, b) -> new Phase(a.name(), Math.min(a.from(), b.from()), Math.max(a.to(), b.to())));
  }

  private static void add(Operation operation, Part part, IntervalCounts counts) {
    operation.partNanos.merge(part, counts.sumNanos(), Double::sum);
    if (part == Part.RESPONSE) {
      operation.count += counts.total();
      for (int i = 0; i < counts.size(); i++) {
        operation.response.recordValueWithCount(counts.nanos(i), counts.count(i));
      }
    }
  }

  /** Whether an operation is a commit, by its name: {@code "commit, 10 at once"}. */
  static boolean isCommit(String operation) {
    return operation.equals("commit")
        || operation.startsWith("commit,")
        || operation.startsWith("commit ")
        || operation.endsWith(" commit");
  }

  TimeAxis axis() {
    return axis;
  }

  Map<String, Operation> operations() {
    return operations;
  }

  List<Phase> phases() {
    return new ArrayList<>(phases.values());
  }

  /** The commits, or all operations if the run is not about commits. */
  Operation focus() {
    return focus;
  }

  /** What {@link #focus} consists of: {@code commits} or {@code requests}. */
  String focusName() {
    return commits ? "commits" : "requests";
  }

  /** {@link #focus} along the time. */
  LatencySteps steps() {
    return steps;
  }

  /** {@link #focus} per second of the time in which the log has any. */
  double goodput() {
    return focus.count() * 1000.0 / Math.max(1, busyMillis);
  }

  boolean isEmpty() {
    return focus.count() == 0;
  }

  /** How many lines of the log could not be read. */
  int broken() {
    return broken;
  }
}
