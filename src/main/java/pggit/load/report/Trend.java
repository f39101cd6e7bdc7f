package pggit.load.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    List<Estimate> metrics = new ArrayList<>();
    for (int i = Math.min(MOST, newestFirst.size()) - 1; i >= 0; i--) {
      newestFirst.get(i).commitMetric(kind).ifPresent(metrics::add);
    }
    if (metrics.isEmpty()) {
      return Optional.empty();
    }
    double[] values = metrics.stream().mapToDouble(m -> m.value().orElseThrow()).toArray();
    double top = SampledTable.max(values);
    List<String> points = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      points.add(x(i, values.length) + "," + y(values[i], top));
    }
    Estimate last = metrics.get(metrics.size() - 1);
    String words = Numbers.of(last.value().orElseThrow(), last.unit());
    return Optional.of(
        new Curve(
            name,
            words,
            String.join(" ", points),
            x(values.length - 1, values.length),
            y(values[values.length - 1], top),
            "%s over %s runs, now %s".formatted(name, values.length, words)));
  }

  private static String x(int index, int count) {
    double share = count == 1 ? 1 : (double) index / (count - 1);
    return rounded(MARGIN + share * (WIDTH - 2 * MARGIN));
  }

  /** From zero, so that a small change looks small. */
  private static String y(double value, double top) {
    return rounded(HEIGHT - MARGIN - (top == 0 ? 0 : value / top) * (HEIGHT - 2 * MARGIN));
  }

  private static String rounded(double number) {
    return BigDecimal.valueOf(number).setScale(1, RoundingMode.HALF_UP).toPlainString();
  }
}
