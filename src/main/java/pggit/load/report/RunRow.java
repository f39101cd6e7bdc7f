package pggit.load.report;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import pggit.load.measure.Cause;
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
  private static final String FINGERPRINT = "fingerprint";
  private static final String SOURCE = "source";

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
    return Sign.worst(result.outcomes());
  }

  Sign sign() {
    return Sign.of(outcome());
  }

  /** {@code 12 pass}, {@code 1 FAIL, 11 pass}. */
  String verdicts() {
    return Sign.counts(result.outcomes());
  }

  /**
   * Whether it asks the same under the same load, so that what one found the other could find: of
   * whichever pgGit, for who mends his wants to read that a finding is gone.
   */
  boolean isLike(RunRow other) {
    return result.simulation().equals(other.result.simulation())
        && result.profile().equals(other.result.profile());
  }

  /**
   * Which pgGit earlier runs were of, where it was another one: with the simulations, if it was not
   * that of all; empty if there was none.
   *
   * @param quoted what a path may have had a say in, as it may stand in the text
   */
  static String otherPgGit(List<RunRow> runs, List<RunRow> before, UnaryOperator<String> quoted) {
    Map<String, Set<String>> others = new TreeMap<>();
    boolean all = true;
    for (RunRow run : runs) {
      for (RunRow old : before.stream().filter(run::isLike).toList()) {
        if (run.isOfTheSame(old)) {
          all = false;
        } else {
          others.computeIfAbsent(old.pgGit(), p -> new TreeSet<>()).add(run.name());
        }
      }
    }
    boolean one = all && others.size() == 1;
    return others.entrySet().stream()
        .map(
            o ->
                quoted.apply(o.getKey())
                    + (one ? "" : " (" + String.join(", ", o.getValue()) + ")"))
        .collect(joining("; "));
  }

  /** Whether it was of the same pgGit, as far as their results tell. */
  private boolean isOfTheSame(RunRow other) {
    var mine = result.contract();
    var others = other.result.contract();
    var by =
        mine.containsKey(FINGERPRINT) && others.containsKey(FINGERPRINT) ? FINGERPRINT : SOURCE;
    return Objects.equals(mine.get(by), others.get(by));
  }

  /** Which pgGit it was of. */
  private String pgGit() {
    var print = result.contract().get(FINGERPRINT);
    return result.contract().getOrDefault(SOURCE, "unknown")
        + (print == null ? "" : ", fingerprint " + print);
  }

  /** What it says of a verdict of that name; undecided where it does not have it. */
  Outcome outcome(String verdict) {
    return Sign.worst(
        result.verdicts().stream()
            .filter(v -> v.name().equals(verdict))
            .map(Verdict::outcome)
            .toList());
  }

  /** Whether errors behind a verdict of that name are among the failures of the load. */
  boolean hasErrorsOf(String verdict) {
    return result.verdicts().stream()
        .filter(v -> v.name().equals(verdict) && v.cause() != null)
        .flatMap(v -> v.cause().errors().stream())
        .anyMatch(
            kind ->
                result.errors().stream()
                    .anyMatch(e -> kind.equals(Cause.Kind.of(e.sqlState(), e.example()))));
  }

  /** Whether it was the gate, which is not run as simulations are. */
  boolean isOfGate() {
    return result.simulation().equals(GateFacts.NAME);
  }

  /** In the list of runs to compare. */
  String choice() {
    return "%s, %s (%s)".formatted(started(), name(), verdicts());
  }

  String acknowledged() {
    return Figure.acknowledged(result);
  }

  /** {@code rate}, {@code response p50} and the like of the commits. */
  String figure(String kind) {
    return Figure.words(result, new Estimate.Of(Figure.COMMITS, kind));
  }

  /** A figure of all commits as one. */
  Optional<Estimate> commitMetric(String kind) {
    return result.metric(new Estimate.Of(Figure.COMMITS, kind));
  }

  String failed() {
    return Numbers.count(Figure.failed(result));
  }

  /** What has to be alike for two runs' figures to be comparable. */
  String environment() {
    Map<String, String> host = result.host();
    return String.join(
        "|",
        result.profile(),
        host.getOrDefault("cpu", ""),
        host.getOrDefault("cores", ""),
        host.getOrDefault("compiler", ""),
        host.getOrDefault("collector", ""),
        result.server().getOrDefault("server_version", ""),
        result.contract().getOrDefault("name", ""));
  }

  /** Outcomes in words by the verdicts' names. */
  Map<String, String> words() {
    Map<String, String> words = new TreeMap<>();
    result.verdicts().forEach(v -> words.put(v.name(), Sign.of(v.outcome()).word()));
    return words;
  }
}
