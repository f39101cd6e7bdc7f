package pggit.load.analysis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * Numbers as people read them: three digits, thousands parted, times and bytes in a fitting unit;
 * the same under every locale.
 */
public final class Plain {
  private static final double HUGE = 1e15;

  /** An end of an interval so many times its value bounds nothing. */
  private static final double UNBOUNDED = 1e6;

  private Plain() {}

  /**
   * {@code 0.0123}, {@code 1.9}, {@code 123}, {@code 12,300}, {@code 4.5e+16}, {@code unbounded}.
   */
  public static String number(double number) {
    if (Double.isInfinite(number)) {
      return "unbounded";
    }
    if (number == 0 || Double.isNaN(number)) {
      return number == 0 ? "0" : "unknown";
    }
    if (Math.abs(number) >= HUGE || Math.abs(number) < 1e-6) {
      return String.format(Locale.ROOT, "%.1e", number);
    }
    BigDecimal rounded = new BigDecimal(number).round(new MathContext(3)).stripTrailingZeros();
    return rounded.scale() > 0
        ? rounded.toPlainString()
        : String.format(Locale.ROOT, "%,d", rounded.longValueExact());
  }

  /** A whole number with its thousands parted; sizes are not rounded. */
  public static String count(double number) {
    return number == Math.rint(number) && Math.abs(number) < HUGE
        ? String.format(Locale.ROOT, "%,d", (long) number)
        : number(number);
  }

  /** {@code 0.05} as {@code 5 %}. */
  static String percent(double share) {
    return number(100 * share) + " %";
  }

  /** {@code 1.9 ms}: the number in the unit that suits it. */
  static String quantity(double number, String unit) {
    Scale scale = Scale.of(Math.abs(number), unit);
    return number(number * scale.factor) + scale.suffix();
  }

  /** {@code 1.9 ms [1.7, 2.1]}, in the unit that suits the value; a far-off end gets its own. */
  static String quantity(Interval interval, String unit) {
    Scale scale = Scale.of(Math.abs(interval.value()), unit);
    return number(interval.value() * scale.factor)
        + scale.suffix()
        + " ["
        + end(interval.low(), interval.value(), scale, unit)
        + ", "
        + end(interval.high(), interval.value(), scale, unit)
        + "]";
  }

  private static String end(double end, double value, Scale scale, String unit) {
    if (Math.abs(end) > UNBOUNDED * Math.abs(value) && value != 0) {
      return number(Double.POSITIVE_INFINITY);
    }
    boolean near = end == 0 || Math.abs(end * scale.factor) < 10_000;
    return near ? number(end * scale.factor) : quantity(end, unit);
  }

  /** {@code 1.9 [1.7, 2.1]}. */
  public static String interval(Interval interval) {
    return quantity(interval, "");
  }

  private record Scale(double factor, String unit) {
    private static final double HOUR = 3600e9; // ns

    String suffix() {
      return unit.isEmpty() ? "" : " " + unit;
    }

    static Scale of(double size, String unit) {
      double nanos = nanosPer(unit);
      if (nanos > 0) {
        return time(size * nanos, nanos, unit);
      }
      if (unit.equals("bytes")) {
        if (size >= 1e9) {
          return new Scale(1e-9, "GB");
        }
        if (size >= 1e6) {
          return new Scale(1e-6, "MB");
        }
        return size >= 1e3 ? new Scale(1e-3, "kB") : new Scale(1, "bytes");
      }
      return new Scale(1, unit.equals("buffers") ? "pages" : unit);
    }

    private static Scale time(double sizeNanos, double nanos, String unit) {
      if (sizeNanos == 0 || Double.isInfinite(sizeNanos)) {
        return new Scale(1, unit);
      }
      if (sizeNanos < 1e3) {
        return new Scale(nanos, "ns");
      }
      if (sizeNanos < 1e6) {
        return new Scale(nanos / 1e3, "µs");
      }
      if (sizeNanos < 1e9) {
        return new Scale(nanos / 1e6, "ms");
      }
      if (sizeNanos < 120e9) {
        return new Scale(nanos / 1e9, "s");
      }
      if (sizeNanos < 2 * HOUR) {
        return new Scale(nanos / 60e9, "min");
      }
      if (sizeNanos < 48 * HOUR) {
        return new Scale(nanos / HOUR, "h");
      }
      return sizeNanos < 730 * 24 * HOUR
          ? new Scale(nanos / (24 * HOUR), "days")
          : new Scale(nanos / (365.25 * 24 * HOUR), "years");
    }

    private static double nanosPer(String unit) {
      return switch (unit) {
        case "ns" -> 1;
        case "µs", "us" -> 1e3;
        case "ms" -> 1e6;
        case "s" -> 1e9;
        default -> 0;
      };
    }
  }
}
