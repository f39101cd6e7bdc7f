package pggit.load.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.Estimate;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;
import pggit.load.measure.Severity;
import pggit.load.measure.Whose;
import pggit.load.verdict.Finding;
import pggit.load.verdict.Findings;

/**
 * A finding on a page.
 *
 * @param run that found it
 * @param there what the runs that it is held against say of it: it is there too, it passes, or it
 *     is not known
 * @param script text of the file that shows it in psql; empty if there is none
 */
record FindingRow(Finding finding, RunRow run, Outcome there, String script) {
  /** So many are read at a glance; the others are folded. */
  static final int AT_ONCE = 10;

  /**
   * What runs amount to, the gravest first.
   *
   * @param results where their directories are
   * @param others what they are held against, earlier or later runs; only those that are like the
   *     run that found it can tell
   */
  static List<FindingRow> of(@Nullable Path results, List<RunRow> runs, List<RunRow> others) {
    return findings(runs).stream()
        .map(
            finding -> {
              RunRow run = named(finding.run(), runs);
              return new FindingRow(
                  finding,
                  run,
                  there(finding, runs, others),
                  results == null ? "" : script(results.resolve(run.directory()), finding));
            })
        .toList();
  }

  /** Findings of the runs before that these runs do not have: what showed them passes. */
  static List<FindingRow> gone(List<RunRow> runs, List<RunRow> before) {
    return of(null, before, runs).stream().filter(row -> row.there == Outcome.PASS).toList();
  }

  /** Of several runs that found it each has to have its like there that passes. */
  private static Outcome there(Finding finding, List<RunRow> runs, List<RunRow> others) {
    return Sign.worst(
        finding.runs().stream()
            .map(directory -> named(directory, runs))
            .flatMap(
                run -> {
                  List<RunRow> like = others.stream().filter(run::isLike).toList();
                  return like.isEmpty()
                      ? Stream.of(Outcome.UNDECIDED)
                      : like.stream().map(other -> other.outcome(finding.name()));
                })
            .toList());
  }

  private static List<Finding> findings(List<RunRow> runs) {
    Map<String, RunResult> results = new TreeMap<>();
    runs.forEach(run -> results.put(run.directory(), run.result()));
    return Findings.of(results).findings();
  }

  private static RunRow named(String directory, List<RunRow> runs) {
    return runs.stream().filter(r -> r.directory().equals(directory)).findFirst().orElseThrow();
  }

  /** A file that is not there, or not the run's own, is none. */
  private static String script(Path directory, Finding finding) {
    String name = finding.script();
    Path home = directory.toAbsolutePath().normalize();
    if (name == null || !home.resolve(name).normalize().startsWith(home)) {
      return "";
    }
    try {
      return Files.readString(home.resolve(name));
    } catch (IOException e) {
      return "";
    }
  }

  boolean isNew() {
    return there == Outcome.PASS;
  }

  String name() {
    return finding.name();
  }

  Sign sign() {
    return Sign.of(finding.severity());
  }

  /** What there is to copy: the script, or what makes the run once more; empty if neither. */
  String toCopy() {
    return !script.isEmpty() ? script : run.isOfGate() ? "" : finding.command();
  }

  String copyTitle() {
    return script.isEmpty() ? "Repeat it" : "See it yourself: " + finding.script();
  }

  /** Of the run that a consequence was seen in, where that is another one. */
  String elsewhere(Finding.Consequence consequence) {
    return consequence.run().equals(finding.run())
        ? ""
        : ReportWords.simulation(consequence.simulation());
  }

  /** Part of the run's page whose charts show it; empty if none does. */
  String chart() {
    List<Estimate> metrics = run.result().metrics();
    boolean grows = finding.severity() == Severity.LOAD;
    if (grows && !MeasuredPoints.costs(metrics).isEmpty()) {
      return "growth";
    }
    boolean falls =
        !MeasuredPoints.throughputs(metrics).isEmpty() || !MeasuredPoints.graces(metrics).isEmpty();
    return grows && falls ? "capacity" : run.hasErrorsOf(name()) ? "throughput" : "";
  }

  /** What is said first of runs: the worst finding; empty if there is none. */
  static Optional<String> worst(List<FindingRow> rows) {
    return rows.stream()
        .findFirst()
        .map(
            row ->
                "%s%s: %s"
                    .formatted(
                        row.name(),
                        row.finding.whose() == Whose.PGGIT
                            ? ""
                            : " (%s)".formatted(row.finding.whose().words()),
                        row.finding.evidence()));
  }
}
