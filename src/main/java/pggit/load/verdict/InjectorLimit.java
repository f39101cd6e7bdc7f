package pggit.load.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import pggit.load.measure.Outcome;
import pggit.load.measure.Part;
import pggit.load.measure.Recorder;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;

/**
 * Was it the load generator that was late, rather than pgGit? Asked of every operation that has a
 * schedule; the lateness which a server causes by answering late does not count.
 */
public final class InjectorLimit {

  private static final double QUANTILE = 0.99;
  private static final double MOST_NANOS = 5e6;
  private static final double MOST_SHARE_OF_MEDIAN = 0.1;

  /** Later than this, and it is no longer the load that was planned. */
  private static final double OFF_PLAN_NANOS = 50e6;

  private static final double FEW = 0.95;

  private InjectorLimit() {}

  /**
   * Whether the load itself was another than planned: of one in twenty requests the injector was
   * more than 50 ms late. A note for the reader is due long before that.
   */
  public static boolean offPlan(Recorder recorder, String operation) {
    var own = recorder.snapshot(operation, Part.OWN_LAG);
    return !own.isEmpty() && own.quantileNanos(FEW) > OFF_PLAN_NANOS;
  }

  /**
   * What failed while the load or its machine was not as planned says nothing; a pass does.
   *
   * @param why in words; empty if all was as planned
   */
  public static Verdict excused(Verdict verdict, Optional<String> why) {
    return verdict.outcome() == Outcome.FAIL && why.isPresent()
        ? verdict.undecided(why.get() + "; " + verdict.evidence()).of(Whose.INJECTOR)
        : verdict;
  }

  /** A note for each operation whose times are partly the injector's. */
  public static List<String> of(Recorder recorder) {
    var notes = new ArrayList<String>();
    for (var operation : recorder.operations()) {
      var own = recorder.snapshot(operation, Part.OWN_LAG);
      if (own.isEmpty()) {
        continue;
      }
      double lagNanos = own.quantileNanos(QUANTILE);
      double medianNanos = recorder.snapshot(operation, Part.RESPONSE).quantileNanos(0.5);
      if (lagNanos > MOST_NANOS || lagNanos > MOST_SHARE_OF_MEDIAN * medianNanos) {
        notes.add(
            String.format(
                Locale.ROOT,
                "the injector, not pgGit, was the limit of \"%s\": of itself it began late, p99"
                    + " %.2f ms (allowed 5 ms and 10 %% of the median response, %.2f ms)",
                operation,
                lagNanos / 1e6,
                medianNanos / 1e6));
      }
    }
    return notes;
  }
}
