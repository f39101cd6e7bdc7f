package pggit.load.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.ErrorCount;
import pggit.load.measure.Estimate;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;
import pggit.load.measure.Verdict;

/**
 * A run in the list of all runs, with its key figures.
 *
 * @param directory name of the run's directory
 * @param result what it found
 */
record RunRow(String directory, RunResult result) {
  String name() {
    return ReportWords.simulation(result.simulation());
  }

  Outcome outcome() {
    return VerdictList.of(result.verdicts()).outcome();
  }

  /** {@code 12 pass}, {@code 1 FAIL, 11 pass}. */
  String verdicts() {
    StringBuilder words = new StringBuilder();
    count(words, Outcome.FAIL, "FAIL");
    count(words, Outcome.UNDECIDED, "undecided");
    count(words, Outcome.PASS, "pass");
    return words.isEmpty() ? "no verdict" : words.toString();
  }

  private void count(StringBuilder words, Outcome outcome, String word) {
    long count = result.verdicts().stream().filter(v -> v.outcome() == outcome).count();
    if (count > 0) {
      words.append(words.isEmpty() ? "" : ", ").append(count).append(' ').append(word);
    }
  }

  Optional<Double> acknowledged() {
    OptionalDouble commits = Figures.acknowledged(result);
    return commits.isPresent() ? Optional.of(commits.getAsDouble()) : Optional.empty();
  }

  /** A figure of the commits: of the operation with the most samples if there are several. */
  Optional<Estimate> commitMetric(String kind) {
    return result.metrics().stream()
        .filter(metric -> metric.value().isPresent() && isOfCommits(metric.of(), kind))
        .max(Comparator.comparingLong(Estimate::count).thenComparing(Estimate::name));
  }

  private static boolean isOfCommits(Estimate.@Nullable Of of, String kind) {
    return of != null
        && of.equals(new Estimate.Of(of.operation(), kind))
        && Latencies.isCommit(of.operation());
  }

  long failed() {
    return result.errors().stream().mapToLong(ErrorCount::count).sum();
  }

  /** What has to be alike for two runs' figures to be comparable. */
  String environment() {
    Map<String, String> host = result.host();
    return String.join(
        "|",
        List.of(
            result.profile(),
            host.getOrDefault("cpu", ""),
            host.getOrDefault("cores", ""),
            result.server().getOrDefault("server_version", ""),
            result.contract().getOrDefault("name", "")));
  }

  /** Outcomes by the verdicts' names. */
  Map<String, String> outcomes() {
    Map<String, String> outcomes = new TreeMap<>();
    for (Verdict verdict : result.verdicts()) {
      outcomes.put(verdict.name(), VerdictRow.of(verdict).word());
    }
    return outcomes;
  }
}
