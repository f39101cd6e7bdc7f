package pggit.load.report;

import static pggit.load.report.MeasuredPoints.x;
import static pggit.load.report.MeasuredPoints.y;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import pggit.load.analysis.Growth;
import pggit.load.analysis.GrowthModel;
import pggit.load.analysis.Subject;
import pggit.load.measure.Estimate;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;
import pggit.load.report.MeasuredPoints.Curve;
import pggit.load.verdict.CostCurve;

/** How the cost of one operation grows with the size of the system: measured, fitted, foretold. */
final class GrowthCharts {
  /** How far beyond the measured sizes the curve is drawn. */
  private static final double FORETOLD = 10;

  private static final int SAMPLES = 200;

  /** Last over first cost from which on the laws part. */
  private static final double RISE = 1.1;

  private final Curve curve;
  private final List<Estimate> points;
  private final Growth growth;
  private final RunResult result;
  private final double smallest;
  private final double largest;

  private GrowthCharts(Curve curve, List<Estimate> points, RunResult result) {
    this.curve = curve;
    this.points = points;
    this.result = result;
    growth =
        Growth.of(
            new Subject(
                "%s %s".formatted(curve.operation(), cost()),
                curve.costUnit(),
                "number of " + curve.sizeUnit(),
                curve.sizeUnit()),
            x(points),
            y(points));
    smallest = Arrays.stream(x(points)).min().orElseThrow();
    largest = Arrays.stream(x(points)).max().orElseThrow();
  }

  static Section section(RunResult result) {
    Map<Curve, List<Estimate>> costs = MeasuredPoints.costs(result.metrics());
    List<Chart> charts = new ArrayList<>();
    costs.forEach(
        (curve, points) -> {
          if (!curve.kind().equals("p95") && points.stream().allMatch(p -> x(p) > 0 && y(p) > 0)) {
            Curve p95 = new Curve(curve.operation(), "p95", curve.costUnit(), curve.sizeUnit());
            List<Estimate> beside =
                curve.kind().equals("p50") ? costs.getOrDefault(p95, List.of()) : List.of();
            charts.add(
                new GrowthCharts(curve, points, result).chart("growth-" + charts.size(), beside));
          }
        });
    return Section.of("growth", "How cost grows", charts);
  }

  private Chart chart(String id, List<Estimate> p95) {
    List<ChartSeries> series = new ArrayList<>();
    growth.model().ifPresent(model -> fitted(model, series));
    if (!p95.isEmpty()) {
      series.add(ChartSeries.points("measured, p95", "c3", x(p95), y(p95)));
    }
    String name = p95.isEmpty() ? "measured" : "measured, median";
    series.add(ChartSeries.points(name, "c0", x(points), y(points)));
    return Chart.of(
            id,
            title(),
            "%s measurements; right of the line the curve, if there is one, is a forecast. Grey: plain laws through the"
                    .formatted(points.size())
                + " first and the last of them, to compare with. The verdict has the evidence.",
            new Axis(curve.sizeUnit(), "count", "log", smallest, FORETOLD * largest),
            Axis.log(
                "one %s: %s".formatted(curve.operation(), cost()),
                switch (curve.costUnit()) {
                  case "bytes" -> "B";
                  case "buffers" -> "pages";
                  default -> curve.costUnit();
                }),
            series)
        .with(List.of(new Chart.Mark("measured up to here", "x", largest)));
  }

  private String title() {
    String what = "%s of one %s".formatted(ReportWords.capital(cost()), curve.operation());
    if (isLevel()) {
      return what + " " + CostCurve.LEVEL;
    }
    String grows =
        growth
            .claim(limit())
            .map(claim -> "%s %s with the %s".formatted(what, claim, curve.sizeUnit()))
            .orElse(what + ": how it grows is undecided");
    Estimate later = growth.costAt(FORETOLD * largest);
    if (later.value().isEmpty()) {
      return grows;
    }
    double cost = y(later);
    return "%s; %s foretold at %s %s"
        .formatted(
            grows,
            curve.costUnit().equals("buffers")
                ? Numbers.digits(cost) + " pages"
                : Numbers.of(cost, curve.costUnit()),
            Numbers.brief(FORETOLD * largest),
            curve.sizeUnit());
  }

  /** As the verdict on growth takes it: of the pages, unless the one on their limit failed. */
  private boolean isLevel() {
    return curve.costUnit().equals("buffers")
        && CostCurve.isLevel(points.stream().map(p -> new double[] {x(p), y(p)}).toList())
        && result.verdicts().stream()
            .filter(v -> v.name().startsWith("cost of %s at".formatted(curve.operation())))
            .noneMatch(v -> v.outcome() == Outcome.FAIL);
  }

  /** How many times the first cost it may be there, to be called no growth. */
  private double limit() {
    return Double.parseDouble(result.settings().getOrDefault("pggit.growth.factor", "3"));
  }

  private String cost() {
    return switch (curve.kind()) {
      case "p50" -> "time";
      case "buffers" -> "work";
      default -> curve.kind();
    };
  }

  /** The chosen law with its band, and rivals behind it. */
  private void fitted(GrowthModel model, List<ChartSeries> series) {
    double[] x = new double[SAMPLES]; // even on a logarithmic axis
    Arrays.setAll(
        x, i -> smallest * Math.pow(FORETOLD * largest / smallest, (double) i / (SAMPLES - 1)));
    List<Estimate> at = Arrays.stream(x).mapToObj(growth::costAt).toList();
    double[] value = at.stream().mapToDouble(e -> e.value().orElse(Double.NaN)).toArray();
    // A wide band or a steep rival must not press the curve flat.
    double top = 3 * Math.max(Samples.max(value), Samples.max(y(points)));
    rivals(model, x, top, series);
    series.add(
        ChartSeries.between(
            "95 % interval",
            "band",
            "c0",
            x,
            at.stream().mapToDouble(e -> end(e, e.low(), top)).toArray(),
            at.stream().mapToDouble(e -> end(e, e.high(), top)).toArray()));
    series.add(ChartSeries.line("fitted: " + model.words(), "c1", value).at(x));
  }

  private static double end(Estimate cost, OptionalDouble end, double top) {
    return MeasuredPoints.tells(cost) ? Math.min(end.orElseThrow(), top) : Double.NaN;
  }

  /**
   * Plain laws through the points of the smallest and the largest size, so that the eye can compare
   * where each would lead; none if the cost does not rise, when all would be the same one.
   */
  private void rivals(GrowthModel chosen, double[] x, double top, List<ChartSeries> series) {
    Comparator<Estimate> bySize = Comparator.comparingDouble(MeasuredPoints::x);
    double first = y(points.stream().min(bySize).orElseThrow());
    double last = y(points.stream().max(bySize).orElseThrow());
    if (!(largest > smallest && last > RISE * first)) {
      return;
    }
    DoubleUnaryOperator way = size -> (size - smallest) / (largest - smallest);
    Map<GrowthModel, DoubleUnaryOperator> laws = new EnumMap<>(GrowthModel.class);
    laws.put(GrowthModel.CONSTANT, size -> first);
    laws.put(GrowthModel.LINEAR, size -> first + (last - first) * way.applyAsDouble(size));
    laws.put(
        GrowthModel.EXPONENTIAL, size -> first * Math.pow(last / first, way.applyAsDouble(size)));
    laws.remove(chosen);
    laws.forEach(
        (model, law) -> {
          double[] y =
              Arrays.stream(x).map(law).map(cost -> cost > top ? Double.NaN : cost).toArray();
          series.add(ChartSeries.line(model.words(), "grey", y).at(x).asDashed());
        });
  }
}
