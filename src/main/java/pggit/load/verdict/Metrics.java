package pggit.load.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Part;
import pggit.load.measure.Recorder;
import pggit.load.measure.Tally;
import pggit.load.pggit.Ledger;

/** The figures of {@code run.json}: per operation its counts, its rate and where its time went. */
public final class Metrics {

  private static final double[] QUANTILES = {0.5, 0.95, 0.99};

  private Metrics() {}

  public static List<Estimate> of(Recorder recorder, Ledger ledger) {
    var metrics = new ArrayList<Estimate>();
    commits("attempted", ledger.attempted(), ledger, metrics);
    commits("acknowledged", ledger.acknowledged(), ledger, metrics);
    commits("failed", ledger.failed(), ledger, metrics);
    commits("in doubt", ledger.inDoubt(), ledger, metrics);
    for (var request : new TreeSet<>(recorder.operations())) {
      counts(request, recorder.tally(request), metrics);
      for (var part : List.of(Part.EXECUTE, Part.RESPONSE)) {
        times(request, part, recorder, metrics);
      }
      if (!recorder.snapshot(request, Part.OWN_LAG).isEmpty()) { // it has a pace
        times(request, Part.LAG, recorder, metrics);
        times(request, Part.OWN_LAG, recorder, metrics);
      }
    }
    return metrics;
  }

  /** Counts of the ledger, warm-up included: every commit is accounted for. */
  private static void commits(String what, long count, Ledger ledger, List<Estimate> metrics) {
    metrics.add(
        Estimate.of(what, "commits", Direction.NEITHER, count, ledger.attempted())
            .of(new Estimate.Of("commits", what)));
  }

  private static void counts(String request, Tally tally, List<Estimate> metrics) {
    long attempts = tally.attempts();
    metrics.add(
        Estimate.of(
                "succeeded", "requests", Direction.HIGHER_IS_BETTER, tally.successes(), attempts)
            .of(new Estimate.Of(request, "succeeded")));
    double seconds = tally.span().toNanos() / 1e9;
    if (tally.successes() > 1 && seconds > 0) {
      metrics.add(
          Estimate.of(
                  "rate",
                  "requests/s",
                  Direction.HIGHER_IS_BETTER,
                  tally.successes() / seconds,
                  attempts)
              .of(new Estimate.Of(request, "rate")));
    }
  }

  private static void times(String request, Part part, Recorder recorder, List<Estimate> metrics) {
    var snapshot = recorder.snapshot(request, part);
    if (snapshot.count() == 0) {
      return;
    }
    for (double quantile : QUANTILES) {
      var kind = part.label().replace('_', ' ') + " p" + Math.round(quantile * 100);
      metrics.add(snapshot.quantile(kind, quantile).of(new Estimate.Of(request, kind)));
    }
  }
}
