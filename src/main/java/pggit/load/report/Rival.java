package pggit.load.report;

import java.util.Comparator;
import java.util.List;
import pggit.load.analysis.GrowthModel;
import pggit.load.report.MeasuredPoints.Point;

/**
 * A plain law drawn beside the chosen one, through the points of the smallest and the largest size,
 * so that the eye can compare where each would lead.
 */
enum Rival {
  CONSTANT("constant", GrowthModel.CONSTANT) {
    @Override
    double between(double x, Point first, Point last) {
      return first.y();
    }
  },
  LINEAR("linear", GrowthModel.LINEAR) {
    @Override
    double between(double x, Point first, Point last) {
      return first.y() + (last.y() - first.y()) * (x - first.x()) / (last.x() - first.x());
    }
  },
  EXPONENTIAL("exponential", GrowthModel.EXPONENTIAL) {
    @Override
    double between(double x, Point first, Point last) {
      return first.y() * Math.pow(last.y() / first.y(), (x - first.x()) / (last.x() - first.x()));
    }
  };

  /** Last over first cost from which on the laws part. */
  private static final double RISE = 1.1;

  private final String words;
  private final GrowthModel model;

  Rival(String words, GrowthModel model) {
    this.words = words;
    this.model = model;
  }

  abstract double between(double x, Point first, Point last);

  String words() {
    return words;
  }

  boolean isLike(GrowthModel chosen) {
    return chosen == model;
  }

  /** Values at {@code x}; empty if the cost does not rise, when all laws would be the same one. */
  double[] through(List<Point> points, double[] x) {
    Comparator<Point> bySize = Comparator.comparingDouble(Point::x);
    Point first = points.stream().min(bySize).orElseThrow();
    Point last = points.stream().max(bySize).orElseThrow();
    if (!(last.x() > first.x() && last.y() > RISE * first.y())) {
      return new double[0];
    }
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = between(x[i], first, last);
    }
    return y;
  }
}
