package pggit.load.gate;

import java.util.Locale;
import java.util.Optional;
import pggit.load.analysis.Comparison;
import pggit.load.analysis.Interval;

/**
 * The verdict on one metric with its evidence.
 *
 * @param comparison the ratio with its interval
 * @param allowed largest worsening that is no regression
 * @param doubt the comparison session by session, where that is less sure than the pairs and the
 *     verdict therefore is undecided
 */
public record MetricRuling(
    Measured measured,
    Comparison comparison,
    double allowed,
    Ruling verdict,
    Optional<Comparison> doubt)
    implements Ruling.Reasoned {
  /** A process or a database that is slow by chance does not make a regression, nor do a few. */
  private static final int LEAST_SESSIONS = 6;

  static MetricRuling of(Measured of, Comparison comparison, double allowed) {
    Ruling ruling = ruling(comparison.worsening(), allowed);
    Optional<Comparison> doubt = of.bySession().filter(sessions -> !bearsOut(sessions, ruling));
    return new MetricRuling(
        of, comparison, allowed, doubt.isPresent() ? Ruling.UNDECIDED : ruling, doubt);
  }

  private static boolean bearsOut(Comparison sessions, Ruling ruling) {
    boolean enough = sessions.blocks() >= LEAST_SESSIONS;
    return switch (ruling) {
      case REGRESSION -> enough && sessions.worse();
      case IMPROVEMENT -> enough && sessions.better();
      case PASS, UNDECIDED -> true;
    };
  }

  private static Ruling ruling(Interval worsening, double allowed) {
    if (worsening.low() > 1 && worsening.value() > allowed) {
      return Ruling.REGRESSION;
    }
    if (worsening.high() < 1 && 1 / worsening.value() > allowed) {
      return Ruling.IMPROVEMENT;
    }
    return worsening.high() <= allowed ? Ruling.PASS : Ruling.UNDECIDED;
  }

  Metric metric() {
    return measured.metric();
  }

  /** Largest ratio that is no regression; below 1 where higher is better. */
  private double allowedRatio() {
    return switch (metric().direction()) {
      case HIGHER_IS_BETTER -> 1 / allowed;
      case LOWER_IS_BETTER, NEITHER -> allowed;
    };
  }

  /**
   * Whether a time is open for no other reason than a busy machine: it is surely not worse than
   * five times what is allowed. Half that much worse cannot be overlooked: its interval would
   * either lie above 1 or reach farther.
   */
  boolean noisy() {
    return verdict == Ruling.UNDECIDED
        && metric().kind() == Metric.Kind.TIME
        && comparison.worsening().low() <= 1
        && comparison.worsening().high() <= Limits.coarse(allowed);
  }

  /** {@code commit latency p50 +8.3 % [+6.1, +10.6]}. */
  public String brief() {
    return metric().name() + " " + change(comparison.ratio());
  }

  /** {@code commit latency p50 +8.3 % [+6.1, +10.6], allowed +5 %, 61 pairs}. */
  @Override
  public String sentence() {
    return "%s, allowed %s %%, %d %s%s"
        .formatted(
            brief(),
            percent(allowedRatio()),
            comparison.blocks(),
            measured.paired() ? "pairs" : "runs",
            doubt.map(MetricRuling::doubted).orElse(""));
  }

  private static String doubted(Comparison sessions) {
    return sessions.blocks() < LEAST_SESSIONS
        ? " in %d of the %d sessions that it takes".formatted(sessions.blocks(), LEAST_SESSIONS)
        : ", but %d sessions do not agree: %s"
            .formatted(sessions.blocks(), change(sessions.ratio()));
  }

  /** {@code +8.3 % [+6.1, +10.6]}. */
  static String change(Interval ratio) {
    return "%s %% [%s, %s]"
        .formatted(percent(ratio.value()), percent(ratio.low()), percent(ratio.high()));
  }

  private static String percent(double ratio) {
    return Double.isInfinite(ratio)
        ? "unbounded"
        : String.format(Locale.ROOT, "%+.1f", 100 * (ratio - 1));
  }

  GateResult.Compared compared() {
    Interval ratio = comparison.ratio();
    return new GateResult.Compared(
        metric().name(),
        metric().unit(),
        ratio.value(),
        ratio.low(),
        Double.isFinite(ratio.high()) ? ratio.high() : null,
        allowedRatio(),
        verdict,
        Interval.median(measured.baseline()),
        Interval.median(measured.candidate()),
        comparison.blocks(),
        comparison.p(),
        comparison.confidence(),
        sentence());
  }
}
