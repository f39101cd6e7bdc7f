package pggit.load.report;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import pggit.load.measure.ErrorCount;
import pggit.load.measure.Estimate;
import pggit.load.measure.Estimate.Of;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;
import pggit.load.measure.Verdict;

/**
 * One of the numbers on the first screen.
 *
 * @param more what helps to judge it
 * @param state {@code good}, {@code bad}, {@code warn} or empty
 */
record Figure(String label, String value, String more, String state) {
  static final String UNKNOWN = "–";

  /** Name of the audit's verdict on what was acknowledged and is not stored. */
  static final String NOTHING_LOST = "nothing lost";

  /** The five figures that matter: acknowledged, goodput, response, errors, lost. */
  static List<Figure> of(RunFacts facts) {
    RunResult result = facts.result();
    return List.of(
        acknowledgedOfAttempted(result),
        facts.latencies().map(Figure::goodput).orElse(notRecorded("Goodput")),
        facts.latencies().map(Figure::response).orElse(notRecorded("Response")),
        errors(result, facts.latencies().isPresent()),
        lost(result));
  }

  private static Figure acknowledgedOfAttempted(RunResult result) {
    OptionalDouble attempted = metric(result, new Of("commits", "attempted"));
    String acknowledged = acknowledged(result);
    return new Figure(
        "Commits acknowledged",
        acknowledged,
        attempted.isPresent()
            ? "of %s attempted".formatted(Numbers.count(attempted.getAsDouble()))
            : acknowledged.equals(UNKNOWN) ? "not counted in this run" : "",
        "");
  }

  /** The ledger's count. */
  static String acknowledged(RunResult result) {
    OptionalDouble commits = metric(result, new Of("commits", "acknowledged"));
    return commits.isPresent() ? Numbers.count(commits.getAsDouble()) : UNKNOWN;
  }

  private static Figure notRecorded(String label) {
    return new Figure(label, UNKNOWN, "no latencies were recorded", "");
  }

  private static Figure goodput(Latencies all) {
    String best = Numbers.rate(Samples.max(all.rate()));
    return new Figure(
        "Goodput",
        Numbers.rate(all.goodput()),
        "%s under load, %s at best".formatted(all.focusName(), best),
        "");
  }

  private static Figure response(Latencies all) {
    OperationTimes focus = all.focus();
    return new Figure(
        "Response, median",
        Numbers.time(focus.millis(50)),
        "p95 %s · p99 %s · max %s"
            .formatted(focus.words(95), focus.words(99), Numbers.time(focus.millis(100))),
        "");
  }

  private static Figure errors(RunResult result, boolean recorded) {
    long count = failed(result);
    String most =
        result.errors().stream()
            .max(Comparator.comparingLong(ErrorCount::count))
            .map(error -> "most: " + SqlStates.words(error.sqlState()))
            .orElse("in the measured phases");
    return new Figure(
        "Failed requests", Numbers.count(count), most, count > 0 ? "warn" : recorded ? "good" : "");
  }

  static long failed(RunResult result) {
    return result.errors().stream().mapToLong(ErrorCount::count).sum();
  }

  /** What the verdicts say about commits that were acknowledged and are not stored. */
  private static Figure lost(RunResult result) {
    List<Verdict> verdicts =
        result.verdicts().stream().filter(v -> v.name().endsWith(NOTHING_LOST)).toList();
    if (verdicts.isEmpty()) {
      return new Figure("Commits lost", UNKNOWN, "not checked in this run", "");
    }
    return switch (Sign.worst(verdicts.stream().map(Verdict::outcome).toList())) {
      case PASS -> new Figure("Commits lost", "0", "every acknowledged commit is stored", "good");
      case UNDECIDED -> new Figure("Commits lost", UNKNOWN, "could not be decided", "warn");
      case FAIL ->
          new Figure(
              "Commits lost",
              "some",
              verdicts.stream()
                  .filter(v -> v.outcome() == Outcome.FAIL)
                  .map(Verdict::evidence)
                  .findFirst()
                  .orElse(""),
              "bad");
    };
  }

  static OptionalDouble metric(RunResult result, Of of) {
    return result.metrics().stream()
        .filter(metric -> of.equals(metric.of()))
        .map(Estimate::value)
        .findFirst()
        .orElse(OptionalDouble.empty());
  }
}
