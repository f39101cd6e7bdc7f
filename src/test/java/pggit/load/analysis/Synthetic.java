package pggit.load.analysis;

import java.util.Arrays;
import java.util.Random;

/** Growth curves with a known shape, for tests of what is recognised. */
final class Synthetic {
  /** Sixteen batches of equal size: a size range of 16. */
  static final double[] BATCHES = sizes(16, 500);

  private Synthetic() {}

  static double[] sizes(int count, double step) {
    double[] sizes = new double[count];
    for (int i = 0; i < count; i++) {
      sizes[i] = (i + 1) * step;
    }
    return sizes;
  }

  /**
   * {@code factor} is last over first; a fixed part makes it so where the pure curve grows more.
   */
  static double[] curve(GrowthModel model, double exponent, double factor, double[] sizes) {
    double largest = Arrays.stream(sizes).max().orElseThrow();
    double smallest = Arrays.stream(sizes).min().orElseThrow();
    double first = model.rise(smallest, largest, exponent);
    double fixed = Math.max(0, (1 - factor * first) / (factor - 1));
    return Arrays.stream(sizes)
        .map(
            x -> model == GrowthModel.CONSTANT ? 2 : 2 * (fixed + model.rise(x, largest, exponent)))
        .toArray();
  }

  /** Log-normal noise: {@code spread} 0.1 is 10 %. */
  static double[] noisy(double[] costs, double spread, Random random) {
    return Arrays.stream(costs).map(c -> c * Math.exp(spread * random.nextGaussian())).toArray();
  }
}
