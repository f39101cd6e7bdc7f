package pggit.load.analysis;

/**
 * How growth is judged.
 *
 * @param negligible growth over the measured range that does not count as growth, 0.2 for 20 %
 * @param limit how many times the first cost the cost at a larger size may be, above 1
 */
public record GrowthOptions(double negligible, double limit) {
  public GrowthOptions {
    if (!(negligible > 0 && negligible < 1 && limit >= 1)) {
      throw new IllegalArgumentException(
          "negligible must lie between 0 and 1 and limit be >= 1, were %s and %s"
              .formatted(negligible, limit));
    }
  }

  /** 20 % over the measured range is negligible, three times the first cost allowed. */
  public static GrowthOptions defaults() {
    return new GrowthOptions(0.2, 3);
  }

  public GrowthOptions withLimit(double times) {
    return new GrowthOptions(negligible, times);
  }

  /**
   * For costs counted in pages looked at. An index getting a level deeper is one more page for each
   * of its uses: a third more for a commit of 30 pages while a history grows from 50 to 500, and
   * hardly anything from then on. That much is no growth.
   */
  public static GrowthOptions ofPages() {
    return new GrowthOptions(0.5, 3);
  }
}
