package pggit.load.gate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pggit.load.analysis.Blocks;
import pggit.load.analysis.Comparison;
import pggit.load.analysis.Interval;
import pggit.load.measure.Direction;

/**
 * The verdict on one metric with its evidence.
 *
 * @param ratio candidate over baseline
 * @param low lower end of the interval of the ratio
 * @param high upper end; null if the pairs were too few to bound it
 * @param allowed largest ratio that is no regression; smallest where higher is better
 * @param pairs how many pairs, or runs, stand behind it
 * @param p chance of such a ratio if nothing changed
 * @param confidence of the interval
 * @param sentence {@code commit latency p50 +8.3 % [+6.1, +10.6], allowed +5 %, 61 pairs}
 * @param noisy whether it is open for no other reason than a busy machine: a time is surely not
 *     worse than five times what is allowed, all else than two and a half times. A ratio of half
 *     that much is never left open: its interval would either lie above 1 or reach farther
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MetricRuling(
    String metric,
    String unit,
    double ratio,
    double low,
    @Nullable Double high,
    double allowed,
    Ruling verdict,
    double baselineValue,
    double candidateValue,
    int pairs,
    double p,
    double confidence,
    String sentence,
    boolean noisy)
    implements Judgement.Part {
  /** A process or a database that is slow by chance does not make a regression, nor do a few. */
  static final int LEAST_SESSIONS = 6;

  public MetricRuling {
    Objects.requireNonNull(metric, "metric");
    Objects.requireNonNull(unit, "unit");
  }

  /**
   * Compares all metrics at once and says what follows for each. One metric suffices for a
   * regression, so each further one is one more chance of a false alarm, which Holm's correction
   * takes away. A pass of the whole takes all metrics measured side by side, the one that is worse
   * in truth included, so each needs to be no surer than all together.
   *
   * @param confidence that no regression or improvement is wrong, and that a pass of all is right
   * @see <a href="https://doi.org/10.1214/ss/1032280304">Berger, Hsu: Bioequivalence Trials,
   *     Intersection-Union Tests and Equivalence Confidence Sets (1996)</a>
   * @return in the order given; without the metrics that neither side has
   */
  static List<MetricRuling> of(List<Measured> measured, Limits limits, double confidence) {
    List<Measured> comparable = measured.stream().filter(Measured::comparable).toList();
    List<Blocks> blocks = comparable.stream().map(Measured::blocks).toList();
    List<Comparison> together = Blocks.compare(blocks, confidence);
    List<MetricRuling> rulings = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      Measured of = comparable.get(i);
      // Of stored runs some metrics may be left out, so that a pass does not take all of them.
      Comparison alone = of.paired() ? blocks.get(i).compare(confidence) : together.get(i);
      rulings.add(of(of, together.get(i), alone, limits));
    }
    return rulings;
  }

  /**
   * @param together its interval where any of the metrics may be the one that changed
   * @param alone its interval where all metrics have to be as good
   */
  private static MetricRuling of(
      Measured of, Comparison together, Comparison alone, Limits limits) {
    Metric metric = of.metric();
    double most = limits.allowed(metric.kind());
    double allowed = metric.direction() == Direction.HIGHER_IS_BETTER ? 1 / most : most;
    Ruling ruling = ruling(together.worsening(), alone.worsening(), most);
    // The comparison session by session, where that is less sure than the pairs.
    Optional<Comparison> doubt = of.bySession().filter(sessions -> !bearsOut(sessions, ruling));
    Ruling verdict =
        doubt.isEmpty()
            ? ruling
            : alone.worsening().high() <= most ? Ruling.PASS : Ruling.UNDECIDED;
    boolean noisy =
        verdict == Ruling.UNDECIDED
            && alone.worsening().low() <= 1
            && alone.worsening().high() <= limits.allowedByNoise(metric.kind()).orElse(0);
    Comparison comparison = verdict == Ruling.PASS || noisy ? alone : together;
    Interval ratio = comparison.ratio();
    return new MetricRuling(
        metric.name(),
        metric.unit(),
        ratio.value(),
        ratio.low(),
        Double.isFinite(ratio.high()) ? ratio.high() : null,
        allowed,
        verdict,
        Interval.median(of.baseline()),
        Interval.median(of.candidate()),
        comparison.blocks(),
        comparison.p(),
        comparison.confidence(),
        "%s %s, allowed %s %%, %d %s%s"
            .formatted(
                metric.name(),
                change(ratio),
                percent(allowed),
                comparison.blocks(),
                of.paired() ? "pairs" : "runs",
                doubt.map(MetricRuling::doubted).orElse("")),
        noisy);
  }

  private static Ruling ruling(Interval together, Interval alone, double allowed) {
    if (together.low() > 1 && together.value() > allowed) {
      return Ruling.REGRESSION;
    }
    if (together.high() < 1 && 1 / together.value() > allowed) {
      return Ruling.IMPROVEMENT;
    }
    return alone.high() <= allowed ? Ruling.PASS : Ruling.UNDECIDED;
  }

  private static boolean bearsOut(Comparison sessions, Ruling ruling) {
    boolean enough = sessions.blocks() >= LEAST_SESSIONS;
    return switch (ruling) {
      case REGRESSION -> enough && sessions.worse();
      case IMPROVEMENT -> enough && sessions.better();
      case PASS, UNDECIDED -> true;
    };
  }

  private static String doubted(Comparison sessions) {
    return sessions.blocks() < LEAST_SESSIONS
        ? " in %d of the %d sessions that it takes".formatted(sessions.blocks(), LEAST_SESSIONS)
        : ", but %d sessions do not agree: %s"
            .formatted(sessions.blocks(), change(sessions.ratio()));
  }

  /**
   * What this machine is too busy to tell, where it is known how much work there is: its processor
   * time passes, or is itself only open by so much, and everything else passes.
   *
   * @return what may be left out; empty where something else is open, or anything got worse
   */
  static List<MetricRuling> noisy(List<MetricRuling> rulings) {
    List<MetricRuling> others = rulings.stream().filter(r -> !r.noisy).toList();
    boolean clear =
        rulings.stream().anyMatch(r -> r.metric.equals(Metric.CPU.name()))
            && Ruling.of(others.stream().map(MetricRuling::verdict).toList()) == Ruling.PASS;
    return clear ? rulings.stream().filter(MetricRuling::noisy).toList() : List.of();
  }

  /** {@code +8.3 % [+6.1, +10.6]}. */
  public String change() {
    return change(new Interval(ratio, low, high == null ? Double.POSITIVE_INFINITY : high));
  }

  private static String change(Interval ratio) {
    return "%s %% [%s]"
        .formatted(
            percent(ratio.value()),
            ratio.tells()
                ? percent(ratio.low()) + ", " + percent(ratio.high())
                : "interval " + Interval.UNKNOWN);
  }

  private static String percent(double ratio) {
    return String.format(Locale.ROOT, "%+.1f", 100 * (ratio - 1));
  }
}
