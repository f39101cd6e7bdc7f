package pggit.load.analysis;

import java.util.Optional;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;

/**
 * What it costs to get from nothing to some size, one operation per unit of size: the sum under a
 * growth curve, hence one power steeper than the cost of one operation.
 *
 * @param subject what grows with what
 * @param size how far
 * @param law how the total grows with the size, in words: {@code quadratically}
 * @param total with its interval, in the unit of the cost
 * @param measurements how many stand behind it
 */
public record TotalCost(
    Subject subject, double size, String law, Interval total, long measurements) {

  static String law(Optional<Shape> shape, Interval exponent) {
    return shape
        .map(
            s ->
                switch (s) {
                  case FLAT -> "linearly";
                  case SUBLINEAR -> "faster than linearly, more slowly than quadratically";
                  case LINEAR -> "quadratically";
                  case POWER ->
                      "as the power "
                          + Plain.interval(
                              new Interval(
                                  exponent.value() + 1, exponent.low() + 1, exponent.high() + 1));
                  case EXPONENTIAL -> "exponentially";
                })
        .orElse("by a law that is undecided");
  }

  /** {@code 2,000 tables take 4.2 s [3.9, 4.6] in all; the total grows quadratically}. */
  public String sentence() {
    return "%s %s take %s in all; the total grows %s"
        .formatted(
            Plain.count(size), subject.sizeUnit(), Plain.quantity(total, subject.costUnit()), law);
  }

  public Estimate estimate() {
    return total.estimate(
        "total %s of %s %s".formatted(subject.cost(), Plain.count(size), subject.sizeUnit()),
        subject.costUnit(),
        Direction.LOWER_IS_BETTER,
        measurements);
  }
}
