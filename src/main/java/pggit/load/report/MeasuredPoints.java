package pggit.load.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import pggit.load.analysis.Interval;
import pggit.load.measure.Estimate;
import pggit.load.measure.Estimate.Of;

/** Points of curves among a run's metrics: those that were measured at a size. */
final class MeasuredPoints {
  /** Kinds of cost whose growth is shown. */
  private static final Set<String> COSTS = Set.of("p50", "p95", "buffers", "WAL");

  /** What grows: an operation's cost of one kind, with the size counted in a unit. */
  record Curve(String operation, String kind, String costUnit, String sizeUnit) {
    private static Curve of(Estimate metric, Of of) {
      return new Curve(of.operation(), of.kind(), metric.unit(), of.sizeUnit());
    }
  }

  private MeasuredPoints() {}

  /** Costs by what grows, in the order of the metrics. */
  static Map<Curve, List<Estimate>> costs(List<Estimate> metrics) {
    return sized(metrics, of -> COSTS.contains(of.kind()))
        .filter(metric -> !metric.unit().isEmpty())
        .collect(groupingBy(m -> Curve.of(m, of(m)), LinkedHashMap::new, toList()));
  }

  /** Throughput by number of users. */
  static List<Estimate> throughputs(List<Estimate> metrics) {
    return sized(metrics, of -> of.kind().equals("throughput")).toList();
  }

  /** Goodput over peak goodput by offered load over capacity, of users who give up. */
  static List<Estimate> graces(List<Estimate> metrics) {
    return sized(metrics, of -> of.kind().equals("grace") && of.phase().isEmpty()).toList();
  }

  private static Stream<Estimate> sized(List<Estimate> metrics, Predicate<Of> wanted) {
    return metrics.stream()
        .filter(metric -> metric.of() != null && metric.value().isPresent())
        .filter(metric -> of(metric).size().isPresent() && wanted.test(of(metric)));
  }

  private static Of of(Estimate metric) {
    return Objects.requireNonNull(metric.of(), metric.name());
  }

  /** Whether there is an interval that tells where a point lies. */
  static boolean tells(Estimate point) {
    return point.low().isPresent()
        && new Interval(y(point), point.low().getAsDouble(), point.high().orElseThrow()).tells();
  }

  static double x(Estimate point) {
    return of(point).size().orElseThrow();
  }

  static double y(Estimate point) {
    return point.value().orElseThrow();
  }

  static double[] x(List<Estimate> points) {
    return points.stream().mapToDouble(MeasuredPoints::x).toArray();
  }

  static double[] y(List<Estimate> points) {
    return points.stream().mapToDouble(MeasuredPoints::y).toArray();
  }
}
