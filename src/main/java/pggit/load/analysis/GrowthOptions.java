package pggit.load.analysis;

/**
 * How growth is judged.
 *
 * @param negligible growth over the measured range that does not count as growth, 0.2 for 20 %
 * @param resamples bootstrap resamples behind the intervals, at least 100
 * @param seed of the resampling
 */
public record GrowthOptions(double negligible, int resamples, long seed) {
  public GrowthOptions {
    if (!(negligible > 0 && negligible < 1)) {
      throw new IllegalArgumentException("negligible must lie between 0 and 1, was " + negligible);
    }
    if (resamples < 100) {
      throw new IllegalArgumentException("resamples must be >= 100, was " + resamples);
    }
  }

  /** 20 % over the measured range is negligible; 400 resamples. */
  public static GrowthOptions defaults() {
    return new GrowthOptions(0.2, 400, 1);
  }

  public GrowthOptions withNegligible(double share) {
    return new GrowthOptions(share, resamples, seed);
  }
}
