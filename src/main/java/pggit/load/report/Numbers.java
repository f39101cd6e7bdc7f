package pggit.load.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import pggit.load.analysis.Plain;

/**
 * Numbers as people read them: three digits that mean something, and a unit. The page's script has
 * the same rules for its axes.
 */
final class Numbers {
  /** No line break between a number and its unit. */
  private static final String NBSP = "\u00a0";

  /** Below it a sentence has an exponent, which a column of figures does not. */
  private static final double LEAST = 1e-6;

  private Numbers() {}

  private static String in(double number, String unit) {
    return Plain.quantity(number, unit).replace('-', '−').replace(" ", NBSP);
  }

  private static String with(String number, String unit) {
    return unit.isEmpty() ? number : number + NBSP + unit;
  }

  /** {@code 310 µs}, {@code 1.24 ms}, {@code 12.3 s}, {@code 4.1 min}. */
  static String time(double millis) {
    // our recorders begin at 1 µs
    return millis != 0 && Math.abs(millis) < 0.001
        ? "<" + NBSP + with("1", "µs")
        : in(millis, "ms");
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
  static String count(double number) {
    return String.format(Locale.ROOT, "%,d", (long) number);
  }

  /** {@code 812}, {@code 22.9 k}, {@code 1.2 M}. */
  static String brief(double number) {
    double size = Math.abs(number);
    if (size >= 999_500_000) {
      return with(digits(number / 1e9), "G");
    }
    if (size >= 999_500) {
      return with(digits(number / 1e6), "M");
    }
    return size >= 9_995 ? with(digits(number / 1e3), "k") : digits(number);
  }

  /** {@code 0.02 %}, {@code 99.9 %}; a share that is not whole never reads as 0 or 100 %. */
  static String percent(double share) {
    double percent = 100 * share;
    return with(
        percent > 99.9 && percent < 100
            ? new BigDecimal(percent).setScale(3, RoundingMode.DOWN).stripTrailingZeros().toString()
            : digits(percent),
        "%");
  }

  /** {@code 16.4 MiB}. */
  static String bytes(double bytes) {
    return in(bytes, "bytes");
  }

  /** {@code 1.08 ×}. */
  static String ratio(double ratio) {
    return with(digits(ratio), "×");
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
      default -> {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        yield with(whole && !unit.endsWith("/s") ? count(value) : brief(value), unit);
      }
    };
  }

  /** Three significant digits, without an exponent and trailing zeros; thousands parted. */
  static String digits(double number) {
    if (!Double.isFinite(number)) {
      return Double.isNaN(number) ? "–" : number > 0 ? "∞" : "−∞";
    }
    double size = Math.abs(number);
    String digits =
        size >= 1000
            ? String.format(Locale.ROOT, "%,.0f", number)
            : size >= LEAST || size == 0
                ? Plain.number(number)
                : new BigDecimal(number)
                    .round(new MathContext(3))
                    .stripTrailingZeros()
                    .toPlainString();
    return digits.replace('-', '−');
  }
}
