package pggit.load.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import pggit.load.measure.Estimate;

/**
 * How the runs of one simulation went, oldest to newest.
 *
 * @param latest the newest run
 * @param runs how many there are
 * @param curves small pictures of figures that at least one run has
 */
record Trend(RunRow latest, int runs, List<Curve> curves) {
  private static final double WIDTH = 120;
  private static final double HEIGHT = 32;
  private static final double MARGIN = 4;

  /** Runs that a small picture can show. */
  private static final int MOST = 40;

  /**
   * A figure over runs.
   *
   * @param points as SVG wants them
   */
  record Curve(String name, String last, String points, String lastX, String lastY, String words) {}

  /**
   * @param runs of one simulation, newest first
   */
  static Trend of(List<RunRow> runs) {
    List<Curve> curves = new ArrayList<>();
    curve("median response", "response p50", runs).ifPresent(curves::add);
    curve("commit rate", "rate", runs).ifPresent(curves::add);
    return new Trend(runs.get(0), runs.size(), curves);
  }

  String words() {
    return "%s, %s%s"
        .formatted(
            latest.result().profile(),
            latest.started(),
            runs == 1 ? "" : ", one of %s runs".formatted(runs));
  }

  private static Optional<Curve> curve(String name, String kind, List<RunRow> newestFirst) {
    List<Estimate> metrics =
        newestFirst.stream()
            .limit(MOST)
            .flatMap(run -> run.commitMetric(kind).stream())
            .collect(Collectors.toCollection(ArrayList::new));
    if (metrics.isEmpty()) {
      return Optional.empty();
    }
    Collections.reverse(metrics);
    double[] values = MeasuredPoints.y(metrics);
    double top = Samples.max(values);
    int end = values.length - 1;
    String[] x = new String[values.length];
    String[] y = new String[values.length];
    for (int i = 0; i <= end; i++) {
      x[i] = rounded(MARGIN + (end == 0 ? 1 : (double) i / end) * (WIDTH - 2 * MARGIN));
      // From zero, so that a small change looks small.
      y[i] = rounded(HEIGHT - MARGIN - (top == 0 ? 0 : values[i] / top) * (HEIGHT - 2 * MARGIN));
    }
    String points =
        IntStream.rangeClosed(0, end)
            .mapToObj(i -> x[i] + "," + y[i])
            .collect(Collectors.joining(" "));
    String last = Numbers.of(values[end], metrics.get(end).unit());
    String words = "%s over %s runs, now %s".formatted(name, values.length, last);
    return Optional.of(new Curve(name, last, points, x[end], y[end], words));
  }

  private static String rounded(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
