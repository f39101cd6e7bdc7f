package pggit.load.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pggit.load.measure.Estimate;

/**
 * Points of curves among a run's metrics. A metric's name says where its point lies: {@code commit
 * p50 at 500 commits}, {@code throughput of 8 users, 2}, {@code grace at 1.5 x capacity}; so the
 * curves need no file of their own, and metrics that are no points are left alone.
 */
final class MeasuredPoints {
  private static final Pattern COST =
      Pattern.compile("(.+) (p50|p95|buffers|WAL) at ([\\d,.]+) (.+)");
  private static final Pattern THROUGHPUT = Pattern.compile("throughput of ([\\d,]+) users.*");
  private static final Pattern GRACE = Pattern.compile("grace at ([\\d.]+) x capacity");

  /** What grows: an operation's cost of one kind, with the size counted in a unit. */
  record Curve(String operation, String kind, String costUnit, String sizeUnit) {}

  /** A measured point, with its interval if it has one. */
  record Point(double x, double y, OptionalDouble low, OptionalDouble high) {}

  private MeasuredPoints() {}

  /** Costs by what grows, in the order of the metrics. */
  static Map<Curve, List<Point>> costs(List<Estimate> metrics) {
    Map<Curve, List<Point>> curves = new LinkedHashMap<>();
    for (Estimate metric : metrics) {
      Matcher name = COST.matcher(metric.name());
      if (name.matches() && !metric.unit().isEmpty() && metric.value().isPresent()) {
        Curve curve = new Curve(name.group(1), name.group(2), metric.unit(), name.group(4));
        add(name.group(3), metric, curves.computeIfAbsent(curve, c -> new ArrayList<>()));
      }
    }
    return curves;
  }

  /** Throughput by number of users. */
  static List<Point> throughputs(List<Estimate> metrics) {
    return points(THROUGHPUT, metrics);
  }

  /** Goodput over peak goodput by offered load over capacity. */
  static List<Point> graces(List<Estimate> metrics) {
    return points(GRACE, metrics);
  }

  private static List<Point> points(Pattern pattern, List<Estimate> metrics) {
    List<Point> points = new ArrayList<>();
    for (Estimate metric : metrics) {
      Matcher name = pattern.matcher(metric.name());
      if (name.matches() && metric.value().isPresent()) {
        add(name.group(1), metric, points);
      }
    }
    return points;
  }

  private static void add(String x, Estimate metric, List<Point> points) {
    try {
      double at = Double.parseDouble(x.replace(",", ""));
      points.add(new Point(at, metric.value().orElseThrow(), metric.low(), metric.high()));
    } catch (NumberFormatException e) {
      // a name that only looks like a point
    }
  }

  static double[] x(List<Point> points) {
    return points.stream().mapToDouble(Point::x).toArray();
  }

  static double[] y(List<Point> points) {
    return points.stream().mapToDouble(Point::y).toArray();
  }
}
