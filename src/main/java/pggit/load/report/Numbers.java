package pggit.load.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/**
 * Numbers as people read them: three digits that mean something, and a unit. The page's script has
 * the same rules for its axes.
 */
final class Numbers {
  /** No line break between a number and its unit. */
  private static final String NBSP = "\u00a0";

  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);
  private static final double KIBI = 1024;

  private Numbers() {}

  /** {@code 310 µs}, {@code 1.24 ms}, {@code 12.3 s}, {@code 4.1 min}. */
  static String time(double millis) {
    double size = Math.abs(millis);
    if (size == 0) {
      return "0" + NBSP + "ms";
    }
    if (size < 0.001) { // our recorders begin at 1 µs
      return "<" + NBSP + "1" + NBSP + "µs";
    }
    if (size < 0.9995) {
      return digits(millis * 1000) + NBSP + "µs";
    }
    if (size < 999.5) {
      return digits(millis) + NBSP + "ms";
    }
    if (size < 119_950) {
      return digits(millis / 1000) + NBSP + "s";
    }
    return size < 7_199_000
        ? digits(millis / 60_000) + NBSP + "min"
        : digits(millis / 3_600_000) + NBSP + "h";
  }

  static String time(Duration duration) {
    return time(duration.toNanos() / 1e6);
  }

  /** {@code 1:07}. */
  static String clock(double seconds) {
    long whole = (long) seconds;
    return whole >= 3600
        ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }

  /** {@code 175/s}, {@code 22.9 k/s}. */
  static String rate(double perSecond) {
    return brief(perSecond) + "/s";
  }

  /** {@code 12,345}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 812}, {@code 22.9 k}, {@code 1.2 M}. */
  static String brief(double number) {
    double size = Math.abs(number);
    if (size >= 999_500_000) {
      return digits(number / 1e9) + NBSP + "G";
    }
    if (size >= 999_500) {
      return digits(number / 1e6) + NBSP + "M";
    }
    return size >= 9_995 ? digits(number / 1000) + NBSP + "k" : digits(number);
  }

  /** {@code 0.02 %}, {@code 99.9 %}; a share that is not whole never reads as 0 or 100 %. */
  static String percent(double share) {
    double percent = 100 * share;
    if (percent > 99.9 && percent < 100) {
      return new BigDecimal(percent).setScale(3, RoundingMode.DOWN).stripTrailingZeros()
          + NBSP
          + "%";
    }
    return digits(percent) + NBSP + "%";
  }

  /** {@code 16.4 MiB}. */
  static String bytes(double bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    double left = bytes;
    while (Math.abs(left) >= 999.5 && unit < units.length - 1) {
      left /= KIBI;
      unit++;
    }
    return digits(left) + NBSP + units[unit];
  }

  /** {@code 1.08 ×}. */
  static String ratio(double ratio) {
    return digits(ratio) + NBSP + "×";
  }

  /** A value in a unit as estimates name them. */
  static String of(double value, String unit) {
    return switch (unit) {
      case "ms" -> time(value);
      case "s" -> time(value * 1000);
      case "us", "µs" -> time(value / 1000);
      case "bytes", "B" -> bytes(value);
      case "bytes/s" -> bytes(value) + "/s";
      case "requests/s" -> rate(value);
      case "%" -> percent(value / 100);
      case "", "ratio" -> digits(value);
      default ->
          unit.endsWith("/s")
              ? brief(value) + NBSP + unit
              : (value == Math.rint(value) && Math.abs(value) < 1e15
                      ? count((long) value)
                      : brief(value))
                  + NBSP
                  + unit;
    };
  }

  /** Three significant digits, without an exponent and trailing zeros; thousands parted. */
  static String digits(double number) {
    if (!Double.isFinite(number)) {
      return Double.isNaN(number) ? "–" : number > 0 ? "∞" : "−∞";
    }
    BigDecimal rounded = new BigDecimal(number).round(THREE_DIGITS);
    if (Math.abs(number) >= 1000) {
      return String.format(Locale.ROOT, "%,.0f", number).replace('-', '−');
    }
    return rounded.signum() == 0
        ? "0"
        : rounded.stripTrailingZeros().toPlainString().replace('-', '−');
  }
}
