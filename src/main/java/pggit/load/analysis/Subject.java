package pggit.load.analysis;

/**
 * What grows with what, in the words that a verdict uses.
 *
 * @param cost what one operation costs: {@code "commit time"}
 * @param costUnit its unit: {@code "ms"}, {@code "bytes"}, {@code "buffers"}
 * @param size what grows: {@code "history"}
 * @param sizeUnit what it is counted in: {@code "commits"}
 */
public record Subject(String cost, String costUnit, String size, String sizeUnit) {
  public Subject {
    if (cost.isBlank() || size.isBlank() || sizeUnit.isBlank()) {
      throw new IllegalArgumentException("a subject names its cost, its size and the size's unit");
    }
  }

  /**
   * Growth over the measured range that does not count as growth, 0.2 for 20 %. An index getting a
   * level deeper is one more page for each of its uses: a third more for a commit of 30 pages while
   * a history grows from 50 to 500, and hardly anything from then on. That much is no growth.
   */
  double negligible() {
    return costUnit.equals("buffers") ? 0.5 : 0.2;
  }

  /** One of what the size is counted in: {@code "commit"}. */
  String one() {
    return sizeUnit.endsWith("s") ? sizeUnit.substring(0, sizeUnit.length() - 1) : sizeUnit;
  }
}
