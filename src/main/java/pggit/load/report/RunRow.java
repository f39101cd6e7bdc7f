package pggit.load.report;

import java.util.ArrayList;
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
 * A run in the list of all runs, with its key figures in words.
 *
 * @param directory name of the run's directory
 */
record RunRow(String directory, RunResult result) {
  private static final String UNKNOWN = "–";

  String name() {
    return ReportWords.simulation(result.simulation());
  }

  String started() {
    return ReportWords.time(result.started());
  }

  String link() {
    return directory + "/" + RunReport.NAME;
  }

  Outcome outcome() {
    return VerdictList.of(result.verdicts()).outcome();
  }

  String state() {
    return VerdictRow.state(outcome());
  }

  String mark() {
    return VerdictRow.mark(outcome());
  }

  /** {@code 12 pass}, {@code 1 FAIL, 11 pass}. */
  String verdicts() {
    List<String> words = new ArrayList<>();
    for (Outcome outcome : List.of(Outcome.FAIL, Outcome.UNDECIDED, Outcome.PASS)) {
      long count = result.verdicts().stream().filter(v -> v.outcome() == outcome).count();
      if (count > 0) {
        words.add(count + " " + VerdictRow.word(outcome));
      }
    }
    return words.isEmpty() ? "no verdict" : String.join(", ", words);
  }

  /** In the list of runs to compare. */
  String choice() {
    return "%s, %s (%s)".formatted(started(), name(), verdicts());
  }

  String acknowledged() {
    OptionalDouble commits = Figures.acknowledged(result);
    return commits.isPresent() ? Numbers.count((long) commits.getAsDouble()) : UNKNOWN;
  }

  /** {@code rate}, {@code response p50} and the like of the commits. */
  String figure(String kind) {
    return commitMetric(kind)
        .map(m -> Numbers.of(m.value().orElseThrow(), m.unit()))
        .orElse(UNKNOWN);
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

  String failed() {
    return Numbers.count(result.errors().stream().mapToLong(ErrorCount::count).sum());
  }

  /** What has to be alike for two runs' figures to be comparable. */
  String environment() {
    Map<String, String> host = result.host();
    return String.join(
        "|",
        result.profile(),
        host.getOrDefault("cpu", ""),
        host.getOrDefault("cores", ""),
        result.server().getOrDefault("server_version", ""),
        result.contract().getOrDefault("name", ""));
  }

  /** Outcomes by the verdicts' names. */
  Map<String, String> outcomes() {
    Map<String, String> outcomes = new TreeMap<>();
    for (Verdict verdict : result.verdicts()) {
      outcomes.put(verdict.name(), VerdictRow.word(verdict.outcome()));
    }
    return outcomes;
  }
}
