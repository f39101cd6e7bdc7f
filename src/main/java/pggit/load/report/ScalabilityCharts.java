package pggit.load.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import pggit.load.analysis.Interval;
import pggit.load.analysis.Scalability;
import pggit.load.analysis.Throughput;
import pggit.load.measure.Estimate;
import pggit.load.measure.RunResult;
import pggit.load.report.MeasuredPoints.Point;

/** How throughput scales with users, and what is left of it when more is asked for. */
final class ScalabilityCharts {
  private static final int SAMPLES = 120;

  /** The fit's random numbers: any, but always the same. */
  private static final long SEED = 6;

  private ScalabilityCharts() {}

  static Optional<Section> section(RunResult result) {
    List<Chart> charts = new ArrayList<>();
    List<Point> measured =
        MeasuredPoints.throughputs(result.metrics()).stream()
            .filter(p -> p.x() >= 1 && p.y() > 0)
            .toList();
    if (!measured.isEmpty()) {
      charts.add(scalability(measured));
    }
    List<Point> graces = MeasuredPoints.graces(result.metrics());
    if (!graces.isEmpty()) {
      charts.add(overload(graces, result));
    }
    return charts.isEmpty()
        ? Optional.empty()
        : Optional.of(Section.of("capacity", "Capacity and overload", charts));
  }

  private static Chart scalability(List<Point> measured) {
    List<Throughput> throughputs =
        measured.stream().map(p -> new Throughput(p.x(), p.y())).toList();
    Optional<Scalability> law =
        Scalability.enough(throughputs)
            ? Optional.of(Scalability.of(throughputs, SEED))
            : Optional.empty();
    double top = 1.15 * measured.stream().mapToDouble(Point::y).max().orElse(1);
    double[] x = users(measured.stream().mapToDouble(Point::x).max().orElse(1));
    List<ChartSeries> series = new ArrayList<>();
    law.ifPresent(
        fitted -> {
          double single = fitted.gamma().value();
          double[] ideal =
              Arrays.stream(x).map(n -> single * n > top ? Double.NaN : single * n).toArray();
          series.add(ChartSeries.line("ideal", "grey", ideal).at(x).asDashed());
          series.add(band(throughputs, x, top));
          double[] y = Arrays.stream(x).map(fitted::at).toArray();
          series.add(ChartSeries.line("scalability law (fitted)", "c1", y).at(x));
        });
    series.add(
        ChartSeries.points(
            "measured", "c0", MeasuredPoints.x(measured), MeasuredPoints.y(measured)));
    Chart chart =
        Chart.of(
            "scalability",
            law.map(ScalabilityCharts::title).orElse("Too few levels to say how throughput scales"),
            law.map(fitted -> ReportWords.capital(fitted.sentence()) + ". ").orElse("")
                + "Ideal is each further user adding as much as the first.",
            Axis.fromZero("users at once", "count"),
            Axis.fromZero("commits per second", "/s"),
            series);
    return chart.with(
        law.flatMap(Scalability::kneeWithinRange).stream()
            .map(k -> new Chart.Mark("knee at " + Numbers.digits(k.value()), "x", k.value()))
            .toList());
  }

  private static String title(Scalability law) {
    return law.kneeWithinRange()
        .map(
            knee ->
                "Throughput peaks at %s users with %s; more users make it slower"
                    .formatted(
                        Numbers.digits(Math.round(knee.value())), Numbers.rate(law.peak().value())))
        .orElseGet(
            () ->
                "Throughput still grows at %s users, to %s"
                    .formatted(Numbers.digits(law.most()), Numbers.rate(law.at(law.most()))));
  }

  private static ChartSeries band(List<Throughput> measured, double[] x, double top) {
    List<Interval> band = Scalability.band(measured, Arrays.stream(x).boxed().toList(), SEED);
    return ChartSeries.between(
        "95 % interval",
        "band",
        "c0",
        x,
        band.stream().mapToDouble(Interval::low).toArray(),
        band.stream().mapToDouble(i -> Math.min(i.high(), top)).toArray());
  }

  private static double[] users(double most) {
    double[] x = new double[SAMPLES];
    Arrays.setAll(x, i -> 1 + (1.1 * most - 1) * i / (SAMPLES - 1));
    return x;
  }

  private static Chart overload(List<Point> graces, RunResult result) {
    double[] x = MeasuredPoints.x(graces);
    double most = Math.max(2.2, graces.stream().mapToDouble(Point::x).max().orElse(2));
    double[] corner = {0, 1, most};
    List<ChartSeries> series = new ArrayList<>();
    series.add(
        ChartSeries.line("what could be served", "grey", new double[] {0, 1, 1})
            .at(corner)
            .asDashed());
    series.add(
        ChartSeries.line("wanted at least", "bad", new double[] {0.9, 0.9, 0.8, 0.8})
            .at(new double[] {1.25, 1.75, 1.75, most})
            .asDashed());
    List<Point> known = graces.stream().filter(p -> p.low().isPresent()).toList();
    if (!known.isEmpty()) {
      double[] low = known.stream().mapToDouble(p -> p.low().orElseThrow()).toArray();
      double[] high = known.stream().mapToDouble(p -> p.high().orElseThrow()).toArray();
      series.add(
          ChartSeries.between("95 % interval", "spans", "c0", MeasuredPoints.x(known), low, high));
    }
    series.add(ChartSeries.points("served", "c0", x, MeasuredPoints.y(graces)));
    return Chart.of(
        "overload",
        overloadTitle(graces, result),
        "Goodput over the best goodput, by the load that was offered over the capacity. A system that"
            + " does what it can and refuses the rest stays at 1.",
        Axis.fromZero("offered load over capacity", "ratio"),
        Axis.fromZero("goodput over peak", "ratio"),
        series);
  }

  private static String overloadTitle(List<Point> graces, RunResult result) {
    Point hardest = graces.stream().max(Comparator.comparingDouble(Point::x)).orElseThrow();
    OptionalDouble recovery = Figures.metric(result, new Estimate.Of("", "recovery time"));
    return "At %s the capacity %s of the best goodput is left%s"
        .formatted(
            Numbers.ratio(hardest.x()),
            Numbers.percent(hardest.y()),
            recovery.isPresent()
                ? "; recovered after " + Numbers.time(1000 * recovery.getAsDouble())
                : "");
  }
}
