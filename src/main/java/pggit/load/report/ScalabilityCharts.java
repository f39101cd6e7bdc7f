package pggit.load.report;

import static pggit.load.report.MeasuredPoints.x;
import static pggit.load.report.MeasuredPoints.y;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import pggit.load.analysis.Interval;
import pggit.load.analysis.Plain;
import pggit.load.analysis.Scalability;
import pggit.load.analysis.Throughput;
import pggit.load.measure.Estimate;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;
import pggit.load.verdict.KeptThroughput;

/** How throughput scales with users, and what is left of it when more is asked for. */
final class ScalabilityCharts {
  private static final int SAMPLES = 120;

  private ScalabilityCharts() {}

  static Section section(RunResult result) {
    List<Chart> charts = new ArrayList<>();
    List<Estimate> measured =
        MeasuredPoints.throughputs(result.metrics()).stream()
            .filter(p -> x(p) >= 1 && y(p) > 0)
            .toList();
    if (!measured.isEmpty()) {
      charts.add(scalability(measured, result));
    }
    List<Estimate> graces = MeasuredPoints.graces(result.metrics());
    if (!graces.isEmpty()) {
      charts.add(overload(graces, result));
    }
    return Section.of("capacity", "Capacity and overload", charts);
  }

  private static Chart scalability(List<Estimate> measured, RunResult result) {
    List<Throughput> throughputs = measured.stream().map(p -> new Throughput(x(p), y(p))).toList();
    Optional<Scalability> law =
        Scalability.enough(throughputs)
            ? Optional.of(Scalability.of(throughputs))
            : Optional.empty();
    List<ChartSeries> series = new ArrayList<>();
    law.ifPresent(fitted -> fitted(fitted, Samples.max(y(measured)), series));
    series.add(ChartSeries.points("measured", "c0", x(measured), y(measured)));
    return Chart.of(
            "scalability",
            law.map(known -> title(known, result))
                .orElse("Too few levels to say how throughput scales"),
            law.map(fitted -> ReportWords.capital(fitted.sentence()) + ". ").orElse("")
                + "Ideal is each further user adding as much as the first.",
            Axis.fromZero("users at once", "count"),
            Axis.fromZero("commits per second", "/s"),
            series)
        .with(
            law.flatMap(Scalability::kneeWithinRange).stream()
                .map(k -> new Chart.Mark("knee at " + Numbers.digits(k.value()), "x", k.value()))
                .toList());
  }

  /** What the verdicts say: what the law leaves open is not claimed, nor what turns contradict. */
  private static String title(Scalability law, RunResult result) {
    Optional<Estimate> kept =
        result.metrics().stream()
            .filter(m -> m.of() != null && m.of().kind().equals(KeptThroughput.KIND))
            .filter(m -> KeptThroughput.falls(m.high().orElse(1)))
            .findFirst();
    if (kept.isPresent()) {
      return "With %s users %s of the throughput of fewer is left"
          .formatted(Plain.count(x(kept.get())), Plain.number(y(kept.get())));
    }
    String most = Plain.count(law.most());
    String there = Plain.number(law.at(law.most()).value()) + "/s";
    if (law.verdict().outcome() == Outcome.UNDECIDED) {
      return "Where throughput peaks is %s; at %s users it is %s"
          .formatted(Interval.UNKNOWN, most, there);
    }
    return law.kneeWithinRange()
        .map(
            knee ->
                "Throughput peaks at %s users with %s/s; more users make it slower"
                    .formatted(Plain.number(knee.value()), Plain.number(law.peak().value())))
        .orElseGet(() -> "Throughput still grows at %s users, to %s".formatted(most, there));
  }

  /** The law with its band, and what each further user adds if none is in another's way. */
  private static void fitted(Scalability law, double most, List<ChartSeries> series) {
    double top = 1.15 * most;
    double[] x = new double[SAMPLES];
    Arrays.setAll(x, i -> 1 + (1.1 * law.most() - 1) * i / (SAMPLES - 1));
    double single = law.gamma().value();
    double[] ideal =
        Arrays.stream(x).map(n -> single * n > top ? Double.NaN : single * n).toArray();
    series.add(ChartSeries.line("ideal", "grey", ideal).at(x).asDashed());
    List<Interval> at = Arrays.stream(x).mapToObj(law::at).toList();
    series.add(
        ChartSeries.between(
            "95 % interval",
            "band",
            "c0",
            x,
            at.stream().mapToDouble(i -> i.tells() ? i.low() : Double.NaN).toArray(),
            at.stream()
                .mapToDouble(i -> i.tells() ? Math.min(i.high(), top) : Double.NaN)
                .toArray()));
    double[] y = at.stream().mapToDouble(Interval::value).toArray();
    series.add(ChartSeries.line("scalability law (fitted)", "c1", y).at(x));
  }

  /**
   * What could be served is the best goodput that was measured, or what a pool of that size can.
   */
  private static Chart overload(List<Estimate> graces, RunResult result) {
    Estimate hardest =
        graces.stream().max(Comparator.comparingDouble(MeasuredPoints::x)).orElseThrow();
    double most = Math.max(2.2, x(hardest));
    List<ChartSeries> series = new ArrayList<>();
    series.add(
        ChartSeries.line("what could be served", "grey", new double[] {0, 1, 1})
            .at(new double[] {0, 1, most})
            .asDashed());
    series.add(
        ChartSeries.line("wanted at least", "bad", new double[] {0.9, 0.9, 0.8, 0.8})
            .at(new double[] {1.25, 1.75, 1.75, most})
            .asDashed());
    List<Estimate> known = graces.stream().filter(MeasuredPoints::tells).toList();
    if (!known.isEmpty()) {
      double[] low = known.stream().mapToDouble(p -> p.low().orElseThrow()).toArray();
      double[] high = known.stream().mapToDouble(p -> p.high().orElseThrow()).toArray();
      series.add(ChartSeries.between("95 % interval", "spans", "c0", x(known), low, high));
    }
    series.add(ChartSeries.points("served", "c0", x(graces), y(graces)));
    boolean decided =
        result.verdicts().stream()
            .filter(v -> v.name().startsWith("recovery"))
            .allMatch(v -> v.outcome() != Outcome.UNDECIDED);
    String recovery =
        result
            .metric(new Estimate.Of("", "recovery time"))
            .filter(time -> decided)
            .map(time -> "; recovered after " + Numbers.time(1000 * y(time)))
            .orElse("");
    return Chart.of(
        "overload",
        "At %s the capacity %s of what could be served is served%s"
            .formatted(Numbers.ratio(x(hardest)), Numbers.percent(y(hardest)), recovery),
        "Goodput over what could be served, by the load that was offered over the capacity. A system that"
            + " does what it can and refuses the rest stays at 1.",
        Axis.fromZero("offered load over capacity", "ratio"),
        Axis.fromZero("goodput over what could be served", "ratio"),
        series);
  }
}
