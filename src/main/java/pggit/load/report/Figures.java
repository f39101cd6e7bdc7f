package pggit.load.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

  private final RunResult result;
  private final Optional<Latencies> latencies;

  private Figures(RunFacts facts) {
    result = facts.result();
    latencies = facts.latencies();
  }

  static List<Figure> of(RunFacts facts) {
    Figures figures = new Figures(facts);
    List<Figure> all = new ArrayList<>();
    all.add(figures.acknowledged());
    all.add(figures.goodput());
    all.add(figures.response());
    all.add(figures.errors());
    all.add(figures.lost());
    return all;
  }

  private Figure acknowledged() {
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

  private Figure goodput() {
    return latencies
        .map(
            l ->
                new Figure(
                    "Goodput",
                    Numbers.rate(l.goodput()),
                    "%s under load, %s at best"
                        .formatted(
                            l.focusName(), Numbers.rate(ThroughputCharts.best(l.steps().rate()))),
                    ""))
        .orElse(new Figure("Goodput", UNKNOWN, "no latencies were recorded", ""));
  }

  private Figure response() {
    return latencies
        .map(
            l ->
                new Figure(
                    "Response, median",
                    Numbers.time(l.focus().millis(50)),
                    "p95 %s · p99 %s · max %s"
                        .formatted(
                            l.focus().words(95),
                            l.focus().words(99),
                            Numbers.time(l.focus().millis(100))),
                    ""))
        .orElse(new Figure("Response", UNKNOWN, "no latencies were recorded", ""));
  }

  private Figure errors() {
    long count = result.errors().stream().mapToLong(ErrorCount::count).sum();
    String most =
        result.errors().stream()
            .max(Comparator.comparingLong(ErrorCount::count))
            .map(error -> "most: " + SqlStates.words(error.sqlState()))
            .orElse("in the measured phases");
    return new Figure(
        "Failed requests",
        Numbers.count(count),
        most,
        count > 0 ? "warn" : latencies.isPresent() ? "good" : "");
  }

  /** What the verdicts say about commits that were acknowledged and are not stored. */
  private Figure lost() {
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
