package pggit.load.report;

import java.util.Locale;
import pggit.load.measure.Direction;
import pggit.load.measure.Gauge;

/**
 * A number beside its limit as a bar with a line across; all lengths in per cent of the picture.
 *
 * @param width of the bar
 * @param limit where the line stands
 * @param words the same for those who do not see it
 */
record Meter(String width, String limit, String words) {
  /** Where the limit stands if the number does not reach far beyond it. */
  private static final double LIMIT_AT = 75;

  static Meter of(Gauge gauge) {
    // A percentage ends at 100, all else is drawn so that the limit has room behind it.
    double whole =
        gauge.unit().equals("%")
            ? 100
            : Math.max(gauge.limit() * 100 / LIMIT_AT, gauge.value() * 1.05);
    String side = gauge.direction() == Direction.LOWER_IS_BETTER ? "limit" : "at least";
    return new Meter(
        percent(gauge.value() / whole),
        percent(gauge.limit() / whole),
        "%s, %s %s"
            .formatted(
                Numbers.of(gauge.value(), gauge.unit()),
                side,
                Numbers.of(gauge.limit(), gauge.unit())));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * Math.max(0, Math.min(1, share)));
  }
}
