package pggit.load.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import pggit.load.analysis.Growth;
import pggit.load.analysis.GrowthCurve;
import pggit.load.analysis.GrowthOptions;
import pggit.load.analysis.Subject;
import pggit.load.measure.Estimate;
import pggit.load.report.MeasuredPoints.Curve;
import pggit.load.report.MeasuredPoints.Point;

/** How the cost of one operation grows with the size of the system: measured, fitted, foretold. */
final class GrowthCharts {
  /** How far beyond the measured sizes the curve is drawn. */
  private static final double FORETOLD = 10;

  private static final int SAMPLES = 200;

  private GrowthCharts() {}

  static Optional<Section> section(List<Estimate> metrics) {
    Map<Curve, List<Point>> costs = MeasuredPoints.costs(metrics);
    List<Chart> charts = new ArrayList<>();
    costs.forEach(
        (curve, points) -> {
          if (!curve.kind().equals("p95") && drawable(points)) {
            List<Point> beside =
                curve.kind().equals("p50")
                    ? costs.getOrDefault(
                        new Curve(curve.operation(), "p95", curve.costUnit(), curve.sizeUnit()),
                        List.of())
                    : List.of();
            charts.add(chart("growth-" + charts.size(), curve, points, beside));
          }
        });
    return charts.isEmpty()
        ? Optional.empty()
        : Optional.of(Section.of("growth", "How cost grows", charts));
  }

  private static boolean drawable(List<Point> points) {
    return points.stream().allMatch(p -> p.x() > 0 && p.y() > 0);
  }

  private static Chart chart(String id, Curve curve, List<Point> points, List<Point> p95) {
    Subject subject =
        new Subject(
            "%s %s".formatted(curve.operation(), words(curve.kind())),
            curve.costUnit(),
            "number of " + curve.sizeUnit(),
            curve.sizeUnit());
    GrowthOptions options =
        curve.costUnit().equals("buffers") ? GrowthOptions.ofPages() : GrowthOptions.defaults();
    Growth growth = Growth.of(subject, MeasuredPoints.x(points), MeasuredPoints.y(points), options);
    List<ChartSeries> series = new ArrayList<>();
    growth.curve().ifPresent(fitted -> fitted(growth, fitted, points, series));
    if (!p95.isEmpty()) {
      series.add(
          ChartSeries.points("measured, p95", "c3", MeasuredPoints.x(p95), MeasuredPoints.y(p95)));
    }
    series.add(
        ChartSeries.points(
            p95.isEmpty() ? "measured" : "measured, median",
            "c0",
            MeasuredPoints.x(points),
            MeasuredPoints.y(points)));
    double largest = DoubleStream.of(MeasuredPoints.x(points)).max().orElse(1);
    return Chart.of(
            id,
            title(curve, growth, largest),
            "%s measurements; right of the line the curve, if there is one, is a forecast. Grey: plain laws through the"
                    .formatted(points.size())
                + " first and the last of them, to compare with. The verdict has the evidence.",
            new Axis(curve.sizeUnit(), "count", "log", smallest(points), FORETOLD * largest),
            Axis.log(
                "one %s: %s".formatted(curve.operation(), words(curve.kind())),
                unit(curve.costUnit())),
            new double[0],
            series)
        .with(List.of(new Chart.Mark("measured up to here", "x", largest)));
  }

  private static String title(Curve curve, Growth growth, double largest) {
    String what = "%s of one %s".formatted(capital(words(curve.kind())), curve.operation());
    Estimate later = growth.costAt(FORETOLD * largest);
    String foretold =
        later.value().isPresent()
            ? "%s foretold at %s %s"
                .formatted(
                    cost(later.value().getAsDouble(), curve.costUnit()),
                    Numbers.brief(FORETOLD * largest),
                    curve.sizeUnit())
            : "";
    return growth
        .claim()
        .map(claim -> "%s %s with the %s; %s".formatted(what, claim, curve.sizeUnit(), foretold))
        .orElseGet(() -> "%s: how it grows is undecided; %s".formatted(what, foretold))
        .replaceFirst("; $", "");
  }

  private static String words(String kind) {
    return switch (kind) {
      case "p50" -> "time";
      case "buffers" -> "work";
      default -> kind;
    };
  }

  /** The unit of the axis. */
  private static String unit(String costUnit) {
    return switch (costUnit) {
      case "bytes" -> "B";
      case "buffers" -> "pages";
      default -> costUnit;
    };
  }

  private static String cost(double value, String costUnit) {
    return costUnit.equals("buffers")
        ? Numbers.digits(value) + " pages"
        : Numbers.of(value, costUnit);
  }

  private static double smallest(List<Point> points) {
    return points.stream().mapToDouble(Point::x).min().orElse(1);
  }

  private static String capital(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** The chosen law with its band, and the rivals behind it. */
  private static void fitted(
      Growth growth, GrowthCurve fitted, List<Point> points, List<ChartSeries> series) {
    double[] x = spread(MeasuredPoints.x(points));
    double[] low = new double[x.length];
    double[] high = new double[x.length];
    double[] value = new double[x.length];
    double ceiling = 0;
    for (int i = 0; i < x.length; i++) {
      Estimate at = growth.costAt(x[i]);
      value[i] = at.value().orElse(Double.NaN);
      low[i] = at.low().orElse(Double.NaN);
      high[i] = at.high().orElse(Double.NaN);
      ceiling = Math.max(ceiling, Double.isFinite(value[i]) ? value[i] : 0);
    }
    double top = 3 * Math.max(ceiling, Arrays.stream(MeasuredPoints.y(points)).max().orElse(1));
    for (int i = 0; i < x.length; i++) { // a wide band must not press the curve flat
      high[i] = Math.min(high[i], top);
      low[i] = Math.min(low[i], top);
    }
    rivals(fitted, points, x, top, series);
    series.add(ChartSeries.band("95 % interval", "c0", x, low, high));
    series.add(ChartSeries.line("fitted: " + fitted.model().words(), "c1", value).at(x));
  }

  /** The plain laws through the first and the last point, for the eye to compare with. */
  private static void rivals(
      GrowthCurve fitted, List<Point> points, double[] x, double top, List<ChartSeries> series) {
    for (Rival rival : Rival.values()) {
      double[] y = rival.through(points, x);
      if (rival.isLike(fitted.model()) || y.length == 0) {
        continue;
      }
      for (int i = 0; i < y.length; i++) {
        y[i] = y[i] > top ? Double.NaN : y[i];
      }
      series.add(ChartSeries.line(rival.words(), "grey", y).at(x).asDashed());
    }
  }

  /** Sizes from the smallest measured to beyond the largest, evenly on a logarithmic axis. */
  private static double[] spread(double[] sizes) {
    double from = Arrays.stream(sizes).min().orElse(1);
    double to = FORETOLD * Arrays.stream(sizes).max().orElse(10);
    double[] x = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      x[i] = from * Math.pow(to / from, (double) i / (SAMPLES - 1));
    }
    return x;
  }
}
