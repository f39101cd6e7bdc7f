package pggit.load.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Part;
import pggit.load.measure.Recorder;
import pggit.load.measure.Series;
import pggit.load.measure.Snapshot;
import pggit.load.measure.Tally;
import pggit.load.pggit.Ledger;

/** The figures of {@code run.json}: per operation its counts, its rate and where its time went. */
public final class Metrics {

  private static final double[] QUANTILES = {0.5, 0.95, 0.99};

  /** A run with so many times more of other requests is not about its commits. */
  private static final int FEW = 5;

  private Metrics() {}

  public static List<Estimate> of(Recorder recorder, Ledger ledger) {
    var metrics = new ArrayList<Estimate>();
    commits("attempted", ledger.attempted(), ledger, metrics);
    commits("acknowledged", ledger.acknowledged(), ledger, metrics);
    commits("failed", ledger.failed(), ledger, metrics);
    commits("in doubt", ledger.inDoubt(), ledger, metrics);
    together(recorder, metrics);
    for (var request : new TreeSet<>(recorder.operations())) {
      counts(request, recorder.tally(request), metrics);
      for (var part : List.of(Part.EXECUTE, Part.RESPONSE)) {
        times(request, part, recorder.snapshot(request, part), metrics);
      }
      if (!recorder.snapshot(request, Part.OWN_LAG).isEmpty()) { // it has a pace
        for (var part : List.of(Part.LAG, Part.OWN_LAG)) {
          times(request, part, recorder.snapshot(request, part), metrics);
        }
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

  /** Of all commits as one, or of all requests where commits are few: what pages show first. */
  private static void together(Recorder recorder, List<Estimate> metrics) {
    long count = recorder.snapshot(Series::isCommit, Part.RESPONSE).count();
    long others = recorder.snapshot(any -> true, Part.RESPONSE).count() - count;
    boolean commits = count > 0 && FEW * count >= others;
    var name = commits ? "commits" : "requests";
    Predicate<String> wanted = commits ? Series::isCommit : any -> true;
    rate(
        name, recorder.operations().stream().filter(wanted).map(recorder::tally).toList(), metrics);
    var responses = recorder.snapshot(wanted, Part.RESPONSE);
    times(name, Part.RESPONSE, responses, metrics);
    metrics.add(responses.quantile("response max", 1).of(new Estimate.Of(name, "response max")));
  }

  private static void rate(String name, List<Tally> tallies, List<Estimate> metrics) {
    long successes = tallies.stream().mapToLong(Tally::successes).sum();
    double seconds = Tally.span(tallies).toNanos() / 1e9;
    if (successes > 1 && seconds > 0) {
      metrics.add(
          Estimate.of(
                  "rate",
                  "requests/s",
                  Direction.HIGHER_IS_BETTER,
                  successes / seconds,
                  tallies.stream().mapToLong(Tally::attempts).sum())
              .of(new Estimate.Of(name, "rate")));
    }
  }

  private static void counts(String request, Tally tally, List<Estimate> metrics) {
    long attempts = tally.attempts();
    metrics.add(
        Estimate.of(
                "succeeded", "requests", Direction.HIGHER_IS_BETTER, tally.successes(), attempts)
            .of(new Estimate.Of(request, "succeeded")));
    rate(request, List.of(tally), metrics);
  }

  private static void times(String request, Part part, Snapshot snapshot, List<Estimate> metrics) {
    if (snapshot.count() == 0) {
      return;
    }
    for (double quantile : QUANTILES) {
      var kind = part.label().replace('_', ' ') + " p" + Math.round(quantile * 100);
      metrics.add(snapshot.quantile(kind, quantile).of(new Estimate.Of(request, kind)));
    }
  }
}
