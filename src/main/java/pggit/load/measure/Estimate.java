package pggit.load.measure;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A measured number with what is needed to judge it.
 *
 * @param name what was measured: {@code "commit response p95"}
 * @param unit {@code "ms"}, {@code "commits/s"}, {@code "bytes"}
 * @param direction which way is good
 * @param value the number; empty if there were too few samples to tell
 * @param low lower end of the 95 % interval; empty if it is not known. Never above {@code value}
 * @param high upper end of the 95 % interval; present exactly if {@code low} is
 * @param count how many samples stand behind the number, 0 or more
 */
public record Estimate(
    String name,
    String unit,
    Direction direction,
    OptionalDouble value,
    OptionalDouble low,
    OptionalDouble high,
    long count) {
  public Estimate {
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(direction, "direction");
    if (name.isBlank()) {
      throw new IllegalArgumentException("an estimate needs a name");
    }
    requireFinite(name, value);
    requireFinite(name, low);
    requireFinite(name, high);
    if (low.isPresent() != high.isPresent()) {
      throw new IllegalArgumentException(name + ": an interval has both ends or none");
    }
    if (low.isPresent() && value.isEmpty()) {
      throw new IllegalArgumentException(name + ": an interval without a value");
    }
    if (low.isPresent()
        && !(low.getAsDouble() <= value.getAsDouble()
            && value.getAsDouble() <= high.getAsDouble())) {
      throw new IllegalArgumentException(
          "%s: expected low <= value <= high, was %s, %s, %s"
              .formatted(name, low.getAsDouble(), value.getAsDouble(), high.getAsDouble()));
    }
    if (count < 0) {
      throw new IllegalArgumentException(name + ": count must be >= 0, was " + count);
    }
  }

  /** A metric of which this run cannot tell the value, with the samples there were. */
  public static Estimate unknown(String name, String unit, Direction direction, long count) {
    return new Estimate(
        name,
        unit,
        direction,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        count);
  }

  /** A metric without samples. */
  public static Estimate unknown(String name, String unit, Direction direction) {
    return unknown(name, unit, direction, 0);
  }

  /** A value whose interval is not known. */
  public static Estimate of(
      String name, String unit, Direction direction, double value, long count) {
    return new Estimate(
        name,
        unit,
        direction,
        OptionalDouble.of(value),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        count);
  }

  /** A value with its 95 % interval. */
  public static Estimate of(
      String name,
      String unit,
      Direction direction,
      double value,
      double low,
      double high,
      long count) {
    return new Estimate(
        name,
        unit,
        direction,
        OptionalDouble.of(value),
        OptionalDouble.of(low),
        OptionalDouble.of(high),
        count);
  }

  private static void requireFinite(String name, OptionalDouble number) {
    if (number.isPresent() && !Double.isFinite(number.getAsDouble())) {
      throw new IllegalArgumentException(
          name + ": expected a finite number, was " + number.getAsDouble());
    }
  }
}
