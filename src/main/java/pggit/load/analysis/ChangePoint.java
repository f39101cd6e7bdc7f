package pggit.load.analysis;

/**
 * Where a series changed its level for good.
 *
 * @param index of the first value of the new level
 * @param before mean from the previous change to here
 * @param after mean from here to the next change
 * @param p how often a series in random order splits as clearly
 */
public record ChangePoint(int index, double before, double after, double p) {
  public double ratio() {
    return after / before;
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
}
