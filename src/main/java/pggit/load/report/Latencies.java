package pggit.load.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import pggit.load.measure.LatencyLog;
import pggit.load.measure.Part;
import pggit.load.measure.Series;

/**
 * What {@code latency.hlog} says, as much as a page needs: the whole of each operation, and the
 * commits along the time. Its size depends on the number of operations, not on the length of the
 * run.
 */
final class Latencies {
  /** Rows of the heat map for each power of ten. */
  private static final int ROWS_PER_DECADE = 8;

  /** A stretch of the run that had operations, in seconds on the time axis. */
  record Phase(String name, double from, double to) {}

  private final TimeAxis axis;
  private final Map<String, OperationTimes> operations = new LinkedHashMap<>();
  private final Map<String, Phase> phases = new LinkedHashMap<>();
  private final List<OperationTimes> steps;
  private final OperationTimes focus = new OperationTimes();
  private final boolean commits;
  private int broken;

  private Latencies(TimeAxis axis, boolean commits) {
    this.axis = axis;
    this.commits = commits;
    steps = Stream.generate(OperationTimes::new).limit(axis.steps()).toList();
  }

  /**
   * Reads the log, twice: steps have to be known before intervals can be added up.
   *
   * @param endMillis when the run was over
   * @param commits whether it is the commits that stand for the run, not all requests
   */
  static Latencies read(Path log, long startMillis, long endMillis, boolean commits) {
    List<Long> lengths = new ArrayList<>();
    LatencyLog preview =
        LatencyLog.read(
            log,
            line -> {
              if (!commits || Series.isCommit(line.of().operation())) {
                lengths.add(line.endMillis() - line.startMillis());
              }
            });
    long origin = preview.startedMillis().orElse(startMillis);
    TimeAxis axis = TimeAxis.of(origin, Math.max(endMillis, origin), typicalMillis(lengths));
    Latencies latencies = new Latencies(axis, commits);
    latencies.broken = LatencyLog.read(log, latencies::add).broken();
    return latencies;
  }

  /** Length of the intervals: a second, or less where phases are short. */
  private static long typicalMillis(List<Long> lengths) {
    Collections.sort(lengths);
    return lengths.isEmpty()
        ? 1000
        : Math.max(100, Math.min(1000, lengths.get(lengths.size() / 2)));
  }

  private void add(LatencyLog.Line line) {
    String operation = line.of().operation();
    List<OperationTimes> all = new ArrayList<>();
    OperationTimes own = operations.getOrDefault(operation, new OperationTimes());
    all.add(own);
    boolean inFocus = !commits || Series.isCommit(operation);
    if (inFocus) {
      all.add(focus);
      all.add(steps.get(axis.step((line.startMillis() + line.endMillis()) / 2)));
    }
    Part part = line.of().part();
    line.forEach((nanos, count) -> all.forEach(times -> times.add(part, nanos, count)));
    operations.put(operation, own); // now, since a broken line is none of it
    double from = Math.max(0, axis.seconds(line.startMillis()));
    double to = axis.seconds(line.endMillis());
    phases.merge(
        line.of().phase(),
        new Phase(line.of().phase(), from, to),
        (a, b) -> new Phase(a.name(), Math.min(a.from(), b.from()), Math.max(a.to(), b.to())));
  }

  TimeAxis axis() {
    return axis;
  }

  Map<String, OperationTimes> operations() {
    return operations;
  }

  List<Phase> phases() {
    return new ArrayList<>(phases.values());
  }

  /** The commits, or all operations if the run is not about commits. */
  OperationTimes focus() {
    return focus;
  }

  /** What {@link #focus} consists of: {@code commits} or {@code requests}. */
  String focusName() {
    return commits ? "commits" : "requests";
  }

  /** A figure of {@link #focus} in each step of the axis, NaN where nothing ended. */
  double[] each(ToDoubleFunction<OperationTimes> figure) {
    return steps.stream()
        .mapToDouble(step -> step.count() == 0 ? Double.NaN : figure.applyAsDouble(step))
        .toArray();
  }

  /** {@link #focus} per second in each step. */
  double[] rate() {
    return steps.stream().mapToDouble(step -> step.count() / axis.stepSeconds()).toArray();
  }

  /** A heat map of {@link #focus}: how many responses lie in each range of times in each step. */
  ChartSeries cells() {
    List<double[]> cells = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      double middle = axis.middles()[i];
      steps
          .get(i)
          .rows(ROWS_PER_DECADE)
          .forEach((row, n) -> cells.add(new double[] {middle, millis(row), millis(row + 1), n}));
    }
    return ChartSeries.between(
            focusName(), "cells", "heat", column(cells, 0), column(cells, 1), column(cells, 2))
        .with(column(cells, 3));
  }

  /** Lower end of a row of the heat map. */
  private static double millis(int row) {
    return 0.001 * Math.pow(10, (double) row / ROWS_PER_DECADE);
  }

  private static double[] column(List<double[]> rows, int index) {
    return rows.stream().mapToDouble(row -> row[index]).toArray();
  }

  boolean isEmpty() {
    return focus.count() == 0;
  }

  /** How many lines of the log could not be read. */
  int broken() {
    return broken;
  }
}
