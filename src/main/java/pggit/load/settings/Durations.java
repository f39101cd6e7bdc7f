package pggit.load.settings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: a number and a unit, {@code 30 s}, {@code 1.5min}. A number
 * without a unit says nothing.
 */
public final class Durations {
  private static final Pattern DURATION =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)\\s*([a-z]+)");

  private Durations() {}

  static Optional<Duration> parse(String text) {
    Matcher duration = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!duration.matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(duration.group(1));
    return nanosOf(duration.group(2))
        .map(nanos -> number.multiply(BigDecimal.valueOf(nanos)))
        .filter(nanos -> nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0)
        .map(nanos -> Duration.ofNanos(nanos.setScale(0, RoundingMode.HALF_UP).longValue()));
  }

  private static Optional<Long> nanosOf(String unit) {
    return switch (unit) {
      case "us", "micros", "microseconds" -> Optional.of(1_000L);
      case "ms", "millis", "milliseconds" -> Optional.of(1_000_000L);
      case "s", "sec", "second", "seconds" -> Optional.of(1_000_000_000L);
      case "m", "min", "minute", "minutes" -> Optional.of(60_000_000_000L);
      case "h", "hour", "hours" -> Optional.of(3_600_000_000_000L);
      case "d", "day", "days" -> Optional.of(86_400_000_000_000L);
      default -> Optional.empty();
    };
  }

  /** The largest unit in which it is a whole number: {@code 90 s}, {@code 5 min}. */
  public static String text(Duration duration) {
    long micros = duration.toNanos() / 1_000;
    if (micros % 1_000 != 0) {
      return micros + " us";
    }
    if (micros % 1_000_000 != 0) {
      return micros / 1_000 + " ms";
    }
    long seconds = duration.toSeconds();
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + " s";
    }
    return seconds % 3_600 == 0 ? seconds / 3_600 + " h" : seconds / 60 + " min";
  }
}
