package pggit.load.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
  static final String COMMITS = "commits";

  /** Name of the audit's verdict on what was acknowledged and is not stored. */
  private static final String NOTHING_LOST = "nothing lost";

  /** The five figures that matter: acknowledged, goodput, response, errors, lost. */
  static List<Figure> of(RunFacts facts) {
    RunResult result = facts.result();
    return List.of(
        acknowledgedOfAttempted(result),
        goodput(result),
        response(result),
        errors(result, facts.latencies().isPresent()),
        lost(result));
  }

  private static Figure acknowledgedOfAttempted(RunResult result) {
    Optional<Estimate> attempted = result.metric(new Of(COMMITS, "attempted"));
    String acknowledged = acknowledged(result);
    return new Figure(
        "Commits acknowledged",
        acknowledged,
        attempted.isPresent()
            ? "of %s attempted".formatted(Numbers.count(number(attempted.get())))
            : acknowledged.equals(UNKNOWN) ? "not counted in this run" : "",
        "");
  }

  /** The ledger's count. */
  static String acknowledged(RunResult result) {
    return result
        .metric(new Of(COMMITS, "acknowledged"))
        .map(commits -> Numbers.count(number(commits)))
        .orElse(UNKNOWN);
  }

  private static Figure goodput(RunResult result) {
    String rate = words(result, "rate");
    return new Figure(
        "Goodput",
        rate,
        rate.equals(UNKNOWN) ? "too little was done" : together(result) + ", while there were any",
        "");
  }

  private static Figure response(RunResult result) {
    String median = words(result, "response p50");
    return new Figure(
        "Response, median",
        median,
        median.equals(UNKNOWN)
            ? "none was timed"
            : "p95 %s · p99 %s · max %s"
                .formatted(
                    words(result, "response p95"),
                    words(result, "response p99"),
                    words(result, "response max")),
        "");
  }

  /** What stands for the run: all its commits as one, or all its requests. */
  static String together(RunResult result) {
    return result.metric(new Of(COMMITS, "response p50")).isPresent() ? COMMITS : "requests";
  }

  private static String words(RunResult result, String kind) {
    return words(result, new Of(together(result), kind));
  }

  /** A metric with its unit; a dash where it has no value. */
  static String words(RunResult result, Of of) {
    return result
        .metric(of)
        .map(metric -> Numbers.of(number(metric), metric.unit()))
        .orElse(UNKNOWN);
  }

  private static double number(Estimate known) {
    return known.value().orElseThrow();
  }

  private static Figure errors(RunResult result, boolean recorded) {
    long count = failed(result);
    return new Figure(
        "Failed requests",
        Numbers.count(count),
        count > 0 ? "most: " + mostFailed(result) : "warm-up included",
        count > 0 ? "warn" : recorded ? "good" : "");
  }

  static long failed(RunResult result) {
    return result.errors().stream().mapToLong(ErrorCount::count).sum();
  }

  /** The SQLSTATE with which most failed, in words. */
  static String mostFailed(RunResult result) {
    return result.errors().stream()
        .collect(groupingBy(ErrorCount::sqlState, TreeMap::new, summingLong(ErrorCount::count)))
        .entrySet()
        .stream()
        .max(Map.Entry.comparingByValue())
        .map(state -> SqlStates.words(state.getKey()))
        .orElse("");
  }

  /** Verdicts about commits that were acknowledged and are not stored. */
  private static List<Verdict> onLoss(RunResult result) {
    return result.verdicts().stream().filter(v -> v.name().endsWith(NOTHING_LOST)).toList();
  }

  /** What these verdicts come to; undecided where there are none. */
  static Outcome loss(RunResult result) {
    return Sign.worst(onLoss(result).stream().map(Verdict::outcome).toList());
  }

  private static Figure lost(RunResult result) {
    List<Verdict> verdicts = onLoss(result);
    if (verdicts.isEmpty()) {
      return new Figure("Commits lost", UNKNOWN, "not checked in this run", "");
    }
    return switch (loss(result)) {
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
}
