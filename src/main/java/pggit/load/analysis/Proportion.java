package pggit.load.analysis;

import java.util.Locale;
import org.hipparchus.distribution.discrete.HypergeometricDistribution;

/**
 * How often something happened.
 *
 * @param hits 0 to {@code trials}
 * @param trials 0 or more
 */
public record Proportion(int hits, int trials) {
  private static final double Z = 1.959964; // 95 %

  public Proportion {
    if (hits < 0 || hits > trials) {
      throw new IllegalArgumentException("%d of %d".formatted(hits, trials));
    }
  }

  /**
   * Wilson's score interval, 95 %; it holds what it promises for rare things too, where the usual
   * one says that 0 of 100 is exactly none. Without trials it is 0 to 1.
   *
   * @see <a href="https://doi.org/10.1080/01621459.1927.10502953">Wilson (1927)</a>
   */
  public Interval interval() {
    if (trials == 0) {
      return new Interval(0, 0, 1);
    }
    double n = trials;
    double share = hits / n;
    double centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n);
    double half = Z / (1 + Z * Z / n) * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
    return new Interval(
        share,
        Math.max(0, Math.min(share, centre - half)),
        Math.min(1, Math.max(share, centre + half)));
  }

  /** Above 0 if it happened more often than the other, 0 as well where either has no trials. */
  public int comparedTo(Proportion other) {
    return Long.compare((long) hits * other.trials, (long) other.hits * trials);
  }

  /**
   * Fisher's exact test, one-sided: the chance of so large a part of all the hits, or a larger one,
   * if both have the same probability.
   *
   * @see <a href="https://doi.org/10.2307/2340521">Fisher (1922)</a>
   */
  public double excessOver(Proportion other) {
    return trials + other.trials == 0
        ? 1
        : new HypergeometricDistribution(trials + other.trials, hits + other.hits, trials)
            .upperCumulativeProbability(hits);
  }

  /** {@code 3 of 40 (7.5 %, 2.6 to 19.9 %)}. */
  public String sentence() {
    Interval interval = interval();
    String range =
        interval.tells()
            ? String.format(
                Locale.ROOT, ", %.1f to %.1f %%", 100 * interval.low(), 100 * interval.high())
            : "";
    return trials == 0
        ? "0 of 0"
        : String.format(
            Locale.ROOT, "%,d of %,d (%.1f %%%s)", hits, trials, 100 * interval.value(), range);
  }
}
