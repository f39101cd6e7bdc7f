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

/** The five figures that matter: acknowledged, goodput, response, errors, lost. */
final class Figures {
  private static final String UNKNOWN = "–";

  private Figures() {}

  static List<Figure> of(RunFacts facts) {
    RunResult result = facts.result();
    return List.of(
        acknowledgedOfAttempted(result),
        facts.latencies().map(Figures::goodput).orElse(notRecorded("Goodput")),
        facts.latencies().map(Figures::response).orElse(notRecorded("Response")),
        errors(result, facts.latencies().isPresent()),
        lost(result));
  }

  private static Figure acknowledgedOfAttempted(RunResult result) {
    OptionalDouble acknowledged = acknowledged(result);
    OptionalDouble attempted = metric(result, new Of("commits", "attempted"));
    return new Figure(
        "Commits acknowledged",
        acknowledged.isPresent() ? Numbers.count((long) acknowledged.getAsDouble()) : UNKNOWN,
        attempted.isPresent()
            ? "of %s attempted".formatted(Numbers.count((long) attempted.getAsDouble()))
            : acknowledged.isPresent() ? "" : "not counted in this run",
        "");
  }

  /** The ledger's count. */
  static OptionalDouble acknowledged(RunResult result) {
    return metric(result, new Of("commits", "acknowledged"));
  }

  private static Figure notRecorded(String label) {
    return new Figure(label, UNKNOWN, "no latencies were recorded", "");
  }

  private static Figure goodput(Latencies all) {
    String best = Numbers.rate(SampledTable.max(all.steps().rate()));
    return new Figure(
        "Goodput",
        Numbers.rate(all.goodput()),
        "%s under load, %s at best".formatted(all.focusName(), best),
        "");
  }

  private static Figure response(Latencies all) {
    Latencies.Operation focus = all.focus();
    return new Figure(
        "Response, median",
        Numbers.time(focus.millis(50)),
        "p95 %s · p99 %s · max %s"
            .formatted(focus.words(95), focus.words(99), Numbers.time(focus.millis(100))),
        "");
  }

  private static Figure errors(RunResult result, boolean recorded) {
    long count = result.errors().stream().mapToLong(ErrorCount::count).sum();
    String most =
        result.errors().stream()
            .max(Comparator.comparingLong(ErrorCount::count))
            .map(error -> "most: " + SqlStates.words(error.sqlState()))
            .orElse("in the measured phases");
    return new Figure(
        "Failed requests", Numbers.count(count), most, count > 0 ? "warn" : recorded ? "good" : "");
  }

  /** What the verdicts say about commits that were acknowledged and are not stored. */
  private static Figure lost(RunResult result) {
    List<Verdict> verdicts =
        result.verdicts().stream().filter(v -> v.name().endsWith("nothing lost")).toList();
    OptionalDouble lost = metric(result, new Of("commits", "lost"));
    if (verdicts.isEmpty() && lost.isEmpty()) {
      return new Figure("Commits lost", UNKNOWN, "not checked in this run", "");
    }
    List<Verdict> bad = verdicts.stream().filter(v -> v.outcome() == Outcome.FAIL).toList();
    if (!bad.isEmpty() || lost.orElse(0) > 0) {
      return new Figure(
          "Commits lost",
          lost.isPresent() ? Numbers.count((long) lost.getAsDouble()) : "some",
          bad.isEmpty() ? "" : bad.get(0).evidence(),
          "bad");
    }
    boolean known = verdicts.stream().allMatch(v -> v.outcome() == Outcome.PASS);
    return known
        ? new Figure("Commits lost", "0", "every acknowledged commit is stored", "good")
        : new Figure("Commits lost", UNKNOWN, "could not be decided", "warn");
  }

  static OptionalDouble metric(RunResult result, Of of) {
    return result.metrics().stream()
        .filter(metric -> of.equals(metric.of()))
        .map(Estimate::value)
        .findFirst()
        .orElse(OptionalDouble.empty());
  }
}
