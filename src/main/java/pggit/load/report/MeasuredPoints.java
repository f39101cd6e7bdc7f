package pggit.load.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import pggit.load.measure.Estimate;
import pggit.load.measure.Estimate.Of;

/** Points of curves among a run's metrics: those that were measured at a size. */
final class MeasuredPoints {
  /** Kinds of cost whose growth is shown. */
  private static final Set<String> COSTS = Set.of("p50", "p95", "buffers", "WAL");

  /** What grows: an operation's cost of one kind, with the size counted in a unit. */
  record Curve(String operation, String kind, String costUnit, String sizeUnit) {}

  /** A measured point, with its interval if it has one. */
  record Point(double x, double y, OptionalDouble low, OptionalDouble high) {}

  private MeasuredPoints() {}

  /** Costs by what grows, in the order of the metrics. */
  static Map<Curve, List<Point>> costs(List<Estimate> metrics) {
    Map<Curve, List<Point>> curves = new LinkedHashMap<>();
    for (Estimate metric : metrics) {
      Of of = metric.of();
      if (of != null && COSTS.contains(of.kind()) && !metric.unit().isEmpty()) {
        Curve curve = new Curve(of.operation(), of.kind(), metric.unit(), of.sizeUnit());
        point(metric, any -> true)
            .ifPresent(point -> curves.computeIfAbsent(curve, c -> new ArrayList<>()).add(point));
      }
    }
    return curves;
  }

  /** Throughput by number of users. */
  static List<Point> throughputs(List<Estimate> metrics) {
    return points(metrics, of -> of.kind().equals("throughput"));
  }

  /** Goodput over peak goodput by offered load over capacity, of users who give up. */
  static List<Point> graces(List<Estimate> metrics) {
    return points(metrics, of -> of.kind().equals("grace") && of.phase().isEmpty());
  }

  private static List<Point> points(List<Estimate> metrics, Predicate<Of> wanted) {
    return metrics.stream().flatMap(m -> point(m, wanted).stream()).toList();
  }

  private static Optional<Point> point(Estimate metric, Predicate<Of> wanted) {
    Of of = metric.of();
    return of == null || !wanted.test(of) || of.size().isEmpty() || metric.value().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Point(
                of.size().getAsDouble(),
                metric.value().getAsDouble(),
                metric.low(),
                metric.high()));
  }

  static double[] x(List<Point> points) {
    return points.stream().mapToDouble(Point::x).toArray();
  }

  static double[] y(List<Point> points) {
    return points.stream().mapToDouble(Point::y).toArray();
  }
}
