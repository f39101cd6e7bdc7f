package pggit.load.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/**
 * Where a series changed its level for good, by E-divisive means. The split with the largest energy
 * distance between its two sides is kept if series in random order seldom split as clearly, and
 * both sides are searched again. Significance is by permutation, as in the original, because a
 * t-test of the best of all splits takes chance for change; a series of one level gives a change in
 * 1 % of cases.
 *
 * @param index of the first value of the new level
 * @param before mean from the previous change to here
 * @param after mean from here to the next change
 * @see <a href="https://doi.org/10.1080/01621459.2013.849605">Matteson, James: A Nonparametric
 *     Approach for Multiple Change Point Analysis of Multivariate Data (2014)</a>
 * @see <a href="https://doi.org/10.1145/3578244.3583719">Fleming et al.: Hunter: Using Change Point
 *     Detection to Hunt for Performance Regressions (2023), now Apache Otava</a>
 */
public record ChangePoint(int index, double before, double after) {
  private static final double SIGNIFICANCE = 0.01;
  private static final int PERMUTATIONS = 999;

  /** A single stray value is no level. */
  private static final int SHORTEST = 3;

  private static final int LONGEST = 2_000;

  /**
   * All changes of level in a series.
   *
   * @param series in order of time, finite numbers, at most 2,000
   * @return in order of time; empty for a series too short to tell
   */
  public static List<ChangePoint> of(double[] series, long seed) {
    if (series.length > LONGEST || !Arrays.stream(series).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "expected at most %d finite numbers, were %d".formatted(LONGEST, series.length));
    }
    Search search = new Search(series, new Random(seed), new TreeSet<>());
    search.split(0, series.length);
    return search.found.stream().map(search::withLevels).toList();
  }

  public double ratio() {
    return after / before;
  }

  /** Whether it is larger than the 2 % that a cost may grow by, however sure a smaller one is. */
  public boolean matters() {
    return Math.abs(Math.log(ratio())) > Math.log(1.02);
  }

  /** {@code from run 41 on: 1.21 ms, before 1.10 ms (+10 %)}, the first value being number 1. */
  public String sentence(String item, String unit) {
    return "from %s %s on: %s, before %s (%s%s)"
        .formatted(
            item,
            Plain.count(index + 1.0),
            Plain.quantity(after, unit),
            Plain.quantity(before, unit),
            after >= before ? "+" : "",
            Plain.percent(ratio() - 1));
  }

  /**
   * Finds changes of a series.
   *
   * @param found their indexes
   */
  private record Search(double[] series, Random random, NavigableSet<Integer> found) {
    private void split(int from, int to) {
      double[] segment = Arrays.copyOfRange(series, from, to);
      Split best = Split.best(segment);
      if (best.at() > 0 && isClear(segment, best.energy())) {
        found.add(from + best.at());
        split(from, from + best.at());
        split(from + best.at(), to);
      }
    }

    /** Whether series in random order seldom split as clearly. */
    private boolean isClear(double[] segment, double energy) {
      double[] shuffled = segment.clone();
      int mostAllowed = (int) (SIGNIFICANCE * (PERMUTATIONS + 1)); // beyond it the answer is known
      int asClear = 1; // the series itself
      for (int i = 0; i < PERMUTATIONS && asClear <= mostAllowed; i++) {
        for (int j = shuffled.length - 1; j > 0; j--) {
          int k = random.nextInt(j + 1);
          double swap = shuffled[j];
          shuffled[j] = shuffled[k];
          shuffled[k] = swap;
        }
        if (Split.best(shuffled).energy() >= energy) {
          asClear++;
        }
      }
      return asClear <= mostAllowed;
    }

    private ChangePoint withLevels(int at) {
      int from = Optional.ofNullable(found.lower(at)).orElse(0);
      int to = Optional.ofNullable(found.higher(at)).orElse(series.length);
      return new ChangePoint(at, mean(from, at), mean(at, to));
    }

    private double mean(int from, int to) {
      return StudentT.mean(Arrays.copyOfRange(series, from, to));
    }
  }

  /**
   * A split of a segment in two.
   *
   * @param at first index of the right side; 0 if the segment is too short
   * @param energy scaled energy distance between the sides
   */
  private record Split(int at, double energy) {
    static Split best(double[] x) {
      int n = x.length;
      Split best = new Split(0, Double.NEGATIVE_INFINITY);
      double left = 0; // sums of |difference| over pairs within each side and across
      double across = 0;
      double right = 0;
      for (int i = 0; i < n; i++) {
        right += distance(x, i, 0, i);
      }
      for (int at = 1; at <= n - SHORTEST; at++) { // x[at - 1] moves to the left side
        double toLeft = distance(x, at - 1, 0, at - 1);
        double toRight = distance(x, at - 1, at, n);
        left += toLeft;
        right -= toRight;
        across += toRight - toLeft;
        if (at >= SHORTEST) {
          double l = at;
          double r = n - at;
          double energy =
              l
                  * r
                  / n
                  * (2 * across / (l * r) - left / (l * (l - 1) / 2) - right / (r * (r - 1) / 2));
          if (energy > best.energy) {
            best = new Split(at, energy);
          }
        }
      }
      return best;
    }

    /** From one value to those of a range, all together. */
    private static double distance(double[] x, int one, int from, int to) {
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += Math.abs(x[one] - x[i]);
      }
      return sum;
    }
  }
}
