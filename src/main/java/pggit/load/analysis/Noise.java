package pggit.load.analysis;

import java.util.Random;

/**
 * Draws of noise for a parametric bootstrap. Each draw first chooses a spread that the residuals
 * would not be surprised by, since the spread itself is only an estimate: on a straight line this
 * gives exactly Student's interval. Dealing out the residuals themselves covers less (90 % for a
 * nominal 95 % on the scalability law), because a curve passes close to the measurements at its
 * ends.
 *
 * @param freedom measurements less coefficients
 * @see <a href="https://doi.org/10.1201/9780429246593">Efron, Tibshirani: An Introduction to the
 *     Bootstrap (1993)</a>
 */
record Noise(double squares, int freedom) {
  /** {@code centre} with noise added to each number. */
  double[] addTo(double[] centre, Random random) {
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
}
