package pggit.load.gate;

import java.util.stream.IntStream;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import pggit.load.analysis.Proportion;

/**
 * The verdict on what failed of one operation. What fails on both sides alike is told and has no
 * say: a pgGit with a defect can be compared with another one that has it too.
 *
 * @param operation what was asked for, in the plural
 * @param p chance of a difference in this direction, as large or larger, if both fail as often
 * @param verdict pass, regression, improvement, or undecided while the sessions are too few
 */
public record FailureRuling(
    String operation, Attempts baseline, Attempts candidate, double p, Ruling verdict)
    implements Judgement.Part {
  /**
   * Failures come in heaps: a session that met a deadlock may meet more. So no fewer sessions than
   * these settle anything, and those that say the contrary must be the exception.
   */
  private static final int LEAST_SESSIONS = 7;

  /** Seven sessions of seven, 11 of 12: 0.8 %, 0.3 %; six of seven are 6 %. */
  private static final double SESSIONS_LEVEL = 0.02;

  /** Not sure yet, but no chance either: some more sessions will tell. */
  private static final double SUSPICIOUS = 0.01;

  /**
   * @param level below which p counts
   */
  static FailureRuling of(String operation, Attempts baseline, Attempts candidate, double level) {
    Proportion before = baseline.failures();
    Proportion after = candidate.failures();
    int sessions = Math.min(baseline.asked().size(), candidate.asked().size());
    boolean worse = after.comparedTo(before) > 0;
    double p = worse ? after.excessOver(before) : before.excessOver(after);
    boolean agreed = worse ? agree(candidate, baseline) : agree(baseline, candidate);
    boolean sure = agreed && p <= level;
    Ruling ruling = Ruling.PASS;
    if (worse && (sessions < LEAST_SESSIONS || (agreed && !sure && p <= SUSPICIOUS))) {
      ruling = Ruling.UNDECIDED;
    } else if (sure) {
      ruling = worse ? Ruling.REGRESSION : Ruling.IMPROVEMENT;
    }
    return new FailureRuling(operation, baseline, candidate, p, ruling);
  }

  /** Sign test: whether the one fails more in nearly all sessions in which they differ. */
  private static boolean agree(Attempts more, Attempts less) {
    int[] signs =
        IntStream.range(0, Math.max(more.asked().size(), less.asked().size()))
            .map(session -> more.failures(session).comparedTo(less.failures(session)))
            .filter(sign -> sign != 0)
            .toArray();
    int agree = (int) IntStream.of(signs).filter(sign -> sign > 0).count();
    return agree > 0
        && 1 - new BinomialDistribution(signs.length, 0.5).cumulativeProbability(agree - 1)
            <= SESSIONS_LEVEL;
  }

  boolean any() {
    return baseline.first().isPresent() || candidate.first().isPresent();
  }

  @Override
  public String metric() {
    return operation + " that fail";
  }

  @Override
  public String sentence() {
    String what =
        switch (verdict) {
          case REGRESSION -> "the candidate fails more often";
          case IMPROVEMENT -> "the candidate fails less often";
          case UNDECIDED ->
              "it takes more sessions, at least %d, to tell whether the candidate fails more often"
                  .formatted(LEAST_SESSIONS);
          case PASS -> "both alike, left out of what is measured";
        };
    return "%s: %s: baseline %s; candidate %s"
        .formatted(metric(), what, baseline.sentence(), candidate.sentence());
  }
}
