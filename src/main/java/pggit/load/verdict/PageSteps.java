package pggit.load.verdict;

import java.util.List;

/**
 * The pages of one operation at growing sizes, as the steps that they make: an index that gets a
 * level costs a page more, once and for good.
 *
 * @param works size and pages, by size
 */
record PageSteps(List<double[]> works) {

  /**
   * Pages are counted in whole ones, so a cost of two that becomes three, once and for good, looks
   * like any steep curve to a fit. That much more in all is what a level costs in each of the few
   * indexes that an operation uses, and too little for anybody to feel.
   */
  private static final double FEW_PAGES = 4;

  /** One that goes down an index many times pays for a new level each time, but then no more. */
  private static final double TWICE = 2;

  private static final double SAME = 2;

  /** Steps that a few indexes make together while they become twenty times as large. */
  private static final int STEPS = 2;

  /** How often the cost is the same after a step before it counts as one that has ended. */
  private static final int PLATEAU = 3;

  /** A stair of at most a few steps that has come to its end, not a slope. */
  boolean areLevels() {
    var later = works.subList(works.size() / 2, works.size());
    return works.size() > 1
        && (most(works) - fewest(works) <= FEW_PAGES
            || (most(works) <= TWICE * fewest(works)
                && (most(later) - fewest(later) <= SAME || isStair())));
  }

  /** Level, up at once, level again: what grows by and by is neither. */
  private boolean isStair() {
    int steps = 0;
    int begun = 0;
    for (int i = 1; i < works.size(); i++) {
      if (works.get(i)[1] - works.get(i - 1)[1] > SAME) {
        steps++;
        begun = i;
      }
      var plateau = works.subList(begun, i + 1);
      if (most(plateau) - fewest(plateau) > SAME) {
        return false;
      }
    }
    return steps <= STEPS && works.size() - begun >= PLATEAU;
  }

  /** {@code 8 to 10 pages from 50 to 550 commits}. */
  String words(String sizeUnit) {
    return "%s pages from %,.0f to %,.0f %s"
        .formatted(
            fewest(works) == most(works)
                ? "%.0f".formatted(most(works))
                : "%.0f to %.0f".formatted(fewest(works), most(works)),
            works.get(0)[0],
            works.get(works.size() - 1)[0],
            sizeUnit);
  }

  static double fewest(List<double[]> works) {
    return works.stream().mapToDouble(w -> w[1]).min().orElseThrow();
  }

  static double most(List<double[]> works) {
    return works.stream().mapToDouble(w -> w[1]).max().orElseThrow();
  }
}
