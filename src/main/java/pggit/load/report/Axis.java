package pggit.load.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One axis of a chart.
 *
 * @param name what is shown
 * @param unit how the script writes its numbers: {@code ms}, {@code /s}, {@code B}, {@code B/s},
 *     {@code count}, {@code %}, {@code ratio}, {@code clock} (seconds as minutes and seconds),
 *     {@code percentile} (1 / (1 - p))
 * @param scale {@code linear} or {@code log}
 * @param min where it begins; by the data if absent
 * @param max where it ends; by the data if absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Axis(String name, String unit, String scale, @Nullable Double min, @Nullable Double max) {
  static Axis linear(String name, String unit) {
    return new Axis(name, unit, "linear", null, null);
  }

  static Axis fromZero(String name, String unit) {
    return new Axis(name, unit, "linear", 0.0, null);
  }

  static Axis log(String name, String unit) {
    return new Axis(name, unit, "log", null, null);
  }
}
