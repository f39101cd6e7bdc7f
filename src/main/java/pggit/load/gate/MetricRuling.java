package pggit.load.gate;

import java.util.Locale;
import java.util.Objects;
import pggit.load.analysis.Comparison;
import pggit.load.analysis.Interval;

/**
 * The verdict on one metric with its evidence.
 *
 * @param metric what was compared
 * @param comparison the ratio with its interval
 * @param allowed largest worsening that is no regression
 * @param ruling what follows
 * @param paired whether its blocks are pairs, otherwise they are runs
 */
public record MetricRuling(
    Metric metric, Comparison comparison, double allowed, Ruling ruling, boolean paired) {
  public MetricRuling {
    Objects.requireNonNull(ruling, "ruling");
  }

  static MetricRuling of(Metric metric, Comparison comparison, double allowed, boolean paired) {
    Interval worsening = comparison.worsening();
    Ruling ruling;
    if (worsening.low() > 1 && worsening.value() > allowed) {
      ruling = Ruling.REGRESSION;
    } else if (worsening.high() < 1 && 1 / worsening.value() > allowed) {
      ruling = Ruling.IMPROVEMENT;
    } else {
      ruling = worsening.high() <= allowed ? Ruling.PASS : Ruling.UNDECIDED;
    }
    return new MetricRuling(metric, comparison, allowed, ruling, paired);
  }

  /** Largest ratio that is no regression; below 1 where higher is better. */
  public double allowedRatio() {
    return switch (metric.direction()) {
      case HIGHER_IS_BETTER -> 1 / allowed;
      case LOWER_IS_BETTER, NEITHER -> allowed;
    };
  }

  /** {@code commit latency p50 +8.3 % [+6.1, +10.6], allowed +5 %, 61 pairs}. */
  public String sentence() {
    return "%s %s, allowed %s %%, %d %s"
        .formatted(
            metric.name(),
            change(comparison.ratio()),
            percent(allowedRatio()),
            comparison.blocks(),
            paired ? "pairs" : "runs");
  }

  /** {@code +8.3 % [+6.1, +10.6]}. */
  public static String change(Interval ratio) {
    return "%s %% [%s, %s]"
        .formatted(percent(ratio.value()), percent(ratio.low()), percent(ratio.high()));
  }

  private static String percent(double ratio) {
    return Double.isInfinite(ratio)
        ? "unbounded"
        : String.format(Locale.ROOT, "%+.1f", 100 * (ratio - 1));
  }
}
