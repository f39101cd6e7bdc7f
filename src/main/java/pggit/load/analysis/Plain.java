package pggit.load.analysis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Numbers as people read them: three digits, thousands parted, times and bytes in a fitting unit;
 * the same under every locale.
 */
public final class Plain {
  private static final double HUGE = 1e15;

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
  public static String quantity(double number, String unit) {
    Scale scale = Scale.of(Math.abs(number), unit);
    return number(number * scale.factor) + scale.suffix;
  }

  /**
   * {@code 1.9 ms [1.7, 2.1]}, in the unit that suits the value; a far-off end gets its own. An
   * interval that does not tell is said in words.
   */
  static String quantity(Interval interval, String unit) {
    Scale scale = Scale.of(Math.abs(interval.value()), unit);
    return number(interval.value() * scale.factor)
        + scale.suffix
        + (interval.tells()
            ? " [%s, %s]"
                .formatted(end(interval.low(), scale, unit), end(interval.high(), scale, unit))
            : " [interval %s]".formatted(Interval.UNKNOWN));
  }

  private static String end(double end, Scale scale, String unit) {
    boolean near = end == 0 || Math.abs(end * scale.factor) < 10_000;
    return near ? number(end * scale.factor) : quantity(end, unit);
  }

  /** {@code 1.9 [1.7, 2.1]}. */
  public static String interval(Interval interval) {
    return quantity(interval, "");
  }

  /** What numbers are multiplied by to come to a unit, and its name behind them. */
  private record Scale(double factor, String suffix) {
    static Scale of(double size, String unit) {
      double given = NANOS.getOrDefault(unit, 1.0);
      List<Unit> units =
          NANOS.containsKey(unit) ? TIMES : unit.equals("bytes") ? BYTES : List.<Unit>of();
      String name = unit.equals("buffers") ? "pages" : unit;
      return units.stream()
          .filter(suits -> size * given >= suits.from && Double.isFinite(size))
          .findFirst()
          .map(suits -> new Scale(given / suits.size, " " + suits.name))
          .orElse(new Scale(1, name.isEmpty() ? "" : " " + name));
    }
  }

  /** From which size on it suits, both in the smallest of its kind; the largest come first. */
  private record Unit(String name, double from, double size) {}

  private static final double HOUR = 3600e9;
  private static final double DAY = 24 * HOUR;

  private static final Map<String, Double> NANOS =
      Map.of("ns", 1.0, "µs", 1e3, "us", 1e3, "ms", 1e6, "s", 1e9);

  // Each begins where three digits come to one of it.
  private static final List<Unit> TIMES =
      List.of(
          new Unit("years", 730 * DAY, 365.25 * DAY),
          new Unit("days", 48 * HOUR, DAY),
          new Unit("h", 7199e9, HOUR),
          new Unit("min", 119.95e9, 60e9),
          new Unit("s", 999.5e6, 1e9),
          new Unit("ms", 999.5e3, 1e6),
          new Unit("µs", 999.5, 1e3),
          new Unit("ns", Double.MIN_VALUE, 1)); // 0 stays in the unit given

  private static final List<Unit> BYTES =
      List.of(
          new Unit("TiB", 999.5 * 0x1p30, 0x1p40),
          new Unit("GiB", 999.5 * 0x1p20, 0x1p30),
          new Unit("MiB", 999.5 * 0x1p10, 0x1p20),
          new Unit("KiB", 999.5, 0x1p10),
          new Unit("B", 0, 1));
}
