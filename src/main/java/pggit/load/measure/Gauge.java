package pggit.load.measure;

import java.util.Objects;

/**
 * The number behind a verdict and the limit it was held against; for drawing, the words stand in
 * the evidence.
 *
 * @param value what was found, 0 or more
 * @param limit where pass ends, above 0
 * @param unit of both, as estimates name units
 * @param direction on which side of the limit it passes: lower or higher
 */
public record Gauge(double value, double limit, String unit, Direction direction) {
  public Gauge {
    Objects.requireNonNull(unit, "unit");
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("value must be finite and >= 0, was " + value);
    }
    if (!(limit > 0 && limit < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("limit must be finite and > 0, was " + limit);
    }
    if (direction == Direction.NEITHER) {
      throw new IllegalArgumentException("a limit has a side on which it passes");
    }
  }

  /** Passes below the limit. */
  public static Gauge atMost(double value, double limit, String unit) {
    return new Gauge(value, limit, unit, Direction.LOWER_IS_BETTER);
  }

  /** Passes above the limit. */
  public static Gauge atLeast(double value, double limit, String unit) {
    return new Gauge(value, limit, unit, Direction.HIGHER_IS_BETTER);
  }
}
