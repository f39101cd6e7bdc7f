package pggit.load.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A measured number with what is needed to judge it.
 *
 * @param name what was measured, for people: {@code "commit response p95"}
 * @param unit {@code "ms"}, {@code "commits/s"}, {@code "bytes"}
 * @param direction which way is good
 * @param value the number; empty if there were too few samples to tell
 * @param low lower end of the 95 % interval; empty if it is not known. Never above {@code value}
 * @param high upper end of the 95 % interval; present exactly if {@code low} is
 * @param count how many samples stand behind the number, 0 or more
 * @param of the same as the name, for programs; null where no program asks
 */
public record Estimate(
    String name,
    String unit,
    Direction direction,
    OptionalDouble value,
    OptionalDouble low,
    OptionalDouble high,
    long count,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Of of) {
  /** Name of a run's time for a fixed piece of work, in which its other times can be counted. */
  public static final String YARDSTICK = "yardstick";

  /** Name of the processor time that a commit takes the server, in yardsticks. */
  public static final String WORK = "work of a commit";

  private static final OptionalDouble NONE = OptionalDouble.empty();

  /**
   * What an estimate is of: who computes with estimates finds them by this.
   *
   * @param operation {@code "commit"}; empty for the load as a whole
   * @param kind which of its figures: {@code "p50"}, {@code "response p50"}, {@code "buffers"}
   * @param size how large or loaded the system was; empty if the figure belongs to no size
   * @param sizeUnit what the size is counted in: {@code "commits"}; empty without a size
   * @param phase which part of the run; empty for all that was measured
   */
  public record Of(
      String operation, String kind, OptionalDouble size, String sizeUnit, String phase) {
    public Of {
      Objects.requireNonNull(operation, "operation");
      Objects.requireNonNull(phase, "phase");
      if (kind.isBlank()) {
        throw new IllegalArgumentException("a figure is of some kind");
      }
      if (size.isPresent() == sizeUnit.isEmpty()) {
        throw new IllegalArgumentException(kind + ": a size has a unit, and a unit a size");
      }
    }

    public Of(String operation, String kind) {
      this(operation, kind, OptionalDouble.empty(), "", "");
    }

    /** The same at a size. */
    public Of at(double where, String unit) {
      return new Of(operation, kind, OptionalDouble.of(where), unit, phase);
    }

    /** The same in a part of the run. */
    public Of in(String part) {
      return new Of(operation, kind, size, sizeUnit, part);
    }

    /** The same in words: {@code "commit p50 at 1,500 commits"}, under every locale. */
    public String name() {
      var name = new StringBuilder(operation).append(operation.isEmpty() ? "" : " ").append(kind);
      size.ifPresent(s -> name.append(" at ").append(plain(s)).append(' ').append(sizeUnit));
      return name.append(phase.isEmpty() ? "" : ", ").append(phase).toString();
    }

    private static String plain(double size) {
      return size == Math.rint(size)
          ? String.format(Locale.ROOT, "%,.0f", size)
          : new BigDecimal(size).round(new MathContext(3)).stripTrailingZeros().toPlainString();
    }
  }

  public Estimate {
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(direction, "direction");
    if (name.isBlank()) {
      throw new IllegalArgumentException("an estimate needs a name");
    }
    for (OptionalDouble number : List.of(value, low, high)) {
      if (!Double.isFinite(number.orElse(0))) {
        throw new IllegalArgumentException(
            name + ": expected a finite number, was " + number.getAsDouble());
      }
    }
    if (low.isPresent() != high.isPresent() || (low.isPresent() && value.isEmpty())) {
      throw new IllegalArgumentException(name + ": an interval has both ends, and a value within");
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
    return new Estimate(name, unit, direction, NONE, NONE, NONE, count, null);
  }

  /** A metric without samples. */
  public static Estimate unknown(String name, String unit, Direction direction) {
    return unknown(name, unit, direction, 0);
  }

  /** A value whose interval is not known. */
  public static Estimate of(
      String name, String unit, Direction direction, double value, long count) {
    return new Estimate(name, unit, direction, OptionalDouble.of(value), NONE, NONE, count, null);
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
        count,
        null);
  }

  /** The same number as one of this, with its name. */
  public Estimate of(Of what) {
    return new Estimate(what.name(), unit, direction, value, low, high, count, what);
  }
}
