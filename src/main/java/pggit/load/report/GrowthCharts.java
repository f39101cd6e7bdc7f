package pggit.load.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import pggit.load.analysis.Growth;
import pggit.load.analysis.GrowthCurve;
import pggit.load.analysis.GrowthModel;
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

  /** Last over first cost from which on the laws part. */
  private static final double RISE = 1.1;

  private GrowthCharts() {}

  static Optional<Section> section(List<Estimate> metrics) {
    Map<Curve, List<Point>> costs = MeasuredPoints.costs(metrics);
    List<Chart> charts = new ArrayList<>();
    costs.forEach(
        (curve, points) -> {
          if (!curve.kind().equals("p95")
              && points.stream().allMatch(p -> p.x() > 0 && p.y() > 0)) {
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
            new Axis(
                curve.sizeUnit(),
                "count",
                "log",
                DoubleStream.of(MeasuredPoints.x(points)).min().orElse(1),
                FORETOLD * largest),
            Axis.log(
                "one %s: %s".formatted(curve.operation(), words(curve.kind())),
                unit(curve.costUnit())),
            series)
        .with(List.of(new Chart.Mark("measured up to here", "x", largest)));
  }

  private static String title(Curve curve, Growth growth, double largest) {
    String what =
        "%s of one %s".formatted(ReportWords.capital(words(curve.kind())), curve.operation());
    Estimate later = growth.costAt(FORETOLD * largest);
    String foretold =
        later.value().isPresent()
            ? "%s foretold at %s %s"
                .formatted(
                    curve.costUnit().equals("buffers")
                        ? Numbers.digits(later.value().getAsDouble()) + " pages"
                        : Numbers.of(later.value().getAsDouble(), curve.costUnit()),
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

  /** The chosen law with its band, and rivals behind it. */
  private static void fitted(
      Growth growth, GrowthCurve fitted, List<Point> points, List<ChartSeries> series) {
    double[] x = spread(MeasuredPoints.x(points));
    List<Estimate> at = Arrays.stream(x).mapToObj(growth::costAt).toList();
    double[] value = at.stream().mapToDouble(e -> e.value().orElse(Double.NaN)).toArray();
    double ceiling = Arrays.stream(value).filter(Double::isFinite).max().orElse(0);
    double top = 3 * Math.max(ceiling, Arrays.stream(MeasuredPoints.y(points)).max().orElse(1));
    rivals(fitted.model(), points, x, top, series);
    series.add(
        ChartSeries.between(
            "95 % interval",
            "band",
            "c0",
            x, // a wide band must not press the curve flat
            at.stream().mapToDouble(e -> Math.min(e.low().orElse(Double.NaN), top)).toArray(),
            at.stream().mapToDouble(e -> Math.min(e.high().orElse(Double.NaN), top)).toArray()));
    series.add(ChartSeries.line("fitted: " + fitted.model().words(), "c1", value).at(x));
  }

  /**
   * Plain laws through the points of the smallest and the largest size, so that the eye can compare
   * where each would lead; none if the cost does not rise, when all would be the same one.
   */
  private static void rivals(
      GrowthModel chosen, List<Point> points, double[] x, double top, List<ChartSeries> series) {
    Comparator<Point> bySize = Comparator.comparingDouble(Point::x);
    Point first = points.stream().min(bySize).orElseThrow();
    Point last = points.stream().max(bySize).orElseThrow();
    if (!(last.x() > first.x() && last.y() > RISE * first.y())) {
      return;
    }
    double length = last.x() - first.x();
    Map<GrowthModel, DoubleUnaryOperator> laws = new LinkedHashMap<>();
    laws.put(GrowthModel.CONSTANT, size -> first.y());
    laws.put(
        GrowthModel.LINEAR,
        size -> first.y() + (last.y() - first.y()) * (size - first.x()) / length);
    laws.put(
        GrowthModel.EXPONENTIAL,
        size -> first.y() * Math.pow(last.y() / first.y(), (size - first.x()) / length));
    laws.remove(chosen);
    laws.forEach(
        (model, law) -> {
          double[] y =
              Arrays.stream(x).map(law).map(cost -> cost > top ? Double.NaN : cost).toArray();
          String name = model.name().toLowerCase(Locale.ROOT);
          series.add(ChartSeries.line(name, "grey", y).at(x).asDashed());
        });
  }

  /** Sizes from the smallest measured to beyond the largest, evenly on a logarithmic axis. */
  private static double[] spread(double[] sizes) {
    double from = Arrays.stream(sizes).min().orElse(1);
    double to = FORETOLD * Arrays.stream(sizes).max().orElse(10);
    double[] x = new double[SAMPLES];
    Arrays.setAll(x, i -> from * Math.pow(to / from, (double) i / (SAMPLES - 1)));
    return x;
  }
}
