package pggit.load.analysis;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A fit, and what would have been fitted to measurements that resemble those made: a parametric
 * bootstrap. Each resample first draws a spread of the noise that the residuals would not be
 * surprised by, since the spread itself is only an estimate: on a straight line this gives exactly
 * Student's interval. Dealing out the residuals themselves covers less (90 % for a nominal 95 % on
 * the scalability law), because a curve passes close to the measurements at its ends.
 *
 * @see <a href="https://doi.org/10.1201/9780429246593">Efron, Tibshirani: An Introduction to the
 *     Bootstrap (1993)</a>
 */
record Bootstrap<T>(T best, List<T> resampled) {
  private static final int RESAMPLES = 400;
  private static final double CONFIDENCE = 0.95;

  /**
   * @param fitted what the best fit gives for each measurement
   * @param squares sum of the squared residuals
   * @param freedom measurements less coefficients
   * @param refit fits numbers in place of those measured
   */
  static <T> Bootstrap<T> of(
      T best,
      double[] fitted,
      double squares,
      int freedom,
      long seed,
      Function<double[], T> refit) {
    Random random = new Random(seed);
    return new Bootstrap<>(
        best,
        IntStream.range(0, RESAMPLES)
            .mapToObj(r -> refit.apply(noisy(fitted, squares, freedom, random)))
            .toList());
  }

  private static double[] noisy(double[] centre, double squares, int freedom, Random random) {
    double chiSquare = 0;
    for (int i = 0; i < freedom; i++) {
      double normal = random.nextGaussian();
      chiSquare += normal * normal;
    }
    double spread = Math.sqrt(squares / chiSquare);
    double[] noisy = new double[centre.length];
    for (int i = 0; i < centre.length; i++) {
      noisy[i] = centre[i] + spread * random.nextGaussian();
    }
    return noisy;
  }

  /** A property of the fit with its 95 % interval. */
  Interval interval(ToDoubleFunction<T> property) {
    return Interval.percentile(
        property.applyAsDouble(best),
        resampled.stream().mapToDouble(property).toArray(),
        CONFIDENCE);
  }
}
