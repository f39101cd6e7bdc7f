package pggit.load.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.optim.nonlinear.vector.leastsquares.MultivariateJacobianFunction;
import org.hipparchus.util.Pair;

/**
 * Non-linear least squares with lower bounds, by Levenberg–Marquardt. The optimum under bounds
 * either lies inside them or on one of their faces; there are few faces (two bounded parameters
 * have four), so each is fitted without bounds and the best feasible one is taken. Unlike clipping
 * each step this cannot stop beside the optimum.
 */
final class LeastSquares {
  private static final double TOLERANCE = 1e-12;
  private static final int MOST_STEPS = 2_000;

  /** A curve with parameters. */
  interface Curve {
    double at(double x, double[] parameters);
  }

  /**
   * The best parameters.
   *
   * @param parameters in the order of the starting values
   * @param freedom measurements less parameters
   */
  record Fit(List<Double> parameters, double squares, int freedom) {
    double deviation() {
      return Math.sqrt(squares / freedom);
    }
  }

  private final Curve curve;
  private final double[] x;
  private final double[] y;

  LeastSquares(Curve curve, double[] x, double[] y) {
    this.curve = curve;
    this.x = x;
    this.y = y;
  }

  /**
   * @param start values within the bounds
   * @param lower bound of each parameter, {@code -Infinity} for none
   */
  Fit fit(double[] start, double[] lower) {
    if (x.length <= start.length) {
      throw new IllegalArgumentException(
          "%d measurements cannot give %d parameters".formatted(x.length, start.length));
    }
    double[] best = start;
    double least = squares(start);
    for (int face = 0; face < 1 << start.length; face++) {
      double[] found = onFace(face, start, lower);
      if (squares(found) < least
          && IntStream.range(0, found.length).allMatch(i -> found[i] >= lower[i])) {
        best = found;
        least = squares(best);
        if (face == 0) {
          break; // the optimum without bounds lies within them
        }
      }
    }
    return new Fit(Arrays.stream(best).boxed().toList(), least, x.length - start.length);
  }

  /**
   * The optimum with the parameters of {@code face} held at their bounds; {@code start} if there is
   * none: another face has one.
   */
  private double[] onFace(int face, double[] start, double[] lower) {
    double[] at =
        IntStream.range(0, start.length)
            .mapToDouble(i -> isHeld(i, face) ? lower[i] : start[i])
            .toArray();
    if (!Arrays.stream(at).allMatch(Double::isFinite)) {
      return start;
    }
    MultivariateJacobianFunction model =
        point -> {
          double[] parameters = point.toArray();
          double[] values = Arrays.stream(x).map(one -> curve.at(one, parameters)).toArray();
          return new Pair<>(new ArrayRealVector(values, false), jacobian(parameters, face));
        };
    try {
      return new LevenbergMarquardtOptimizer()
          .withCostRelativeTolerance(TOLERANCE)
          .withParameterRelativeTolerance(TOLERANCE)
          .withOrthoTolerance(TOLERANCE)
          .optimize(
              new LeastSquaresBuilder()
                  .model(model)
                  .target(y)
                  .start(at)
                  .maxEvaluations(MOST_STEPS)
                  .maxIterations(MOST_STEPS)
                  .build())
          .getPoint()
          .toArray();
    } catch (MathRuntimeException notConverged) {
      return start;
    }
  }

  private static boolean isHeld(int parameter, int face) {
    return (face & 1 << parameter) != 0;
  }

  /**
   * Central differences: the curves are smooth, and nobody has to get derivatives right by hand. A
   * parameter that is held has a column of zeros, so the descent leaves it where it is.
   */
  private RealMatrix jacobian(double[] parameters, int face) {
    RealMatrix jacobian = new Array2DRowRealMatrix(x.length, parameters.length);
    double relativeStep = Math.cbrt(Math.ulp(1.0));
    for (int i = 0; i < parameters.length; i++) {
      if (isHeld(i, face)) {
        continue;
      }
      double step = relativeStep * Math.max(Math.abs(parameters[i]), 1e-6);
      double[] up = parameters.clone();
      double[] down = parameters.clone();
      up[i] += step;
      down[i] -= step;
      for (int row = 0; row < x.length; row++) {
        double difference = curve.at(x[row], up) - curve.at(x[row], down);
        jacobian.setEntry(row, i, difference / (up[i] - down[i]));
      }
    }
    return jacobian;
  }

  private double squares(double[] parameters) {
    return IntStream.range(0, x.length)
        .mapToDouble(i -> y[i] - curve.at(x[i], parameters))
        .map(residual -> residual * residual)
        .sum();
  }
}
