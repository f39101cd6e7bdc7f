package pggit.load.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import pggit.load.analysis.Plain;
import pggit.load.measure.CommitCosts;
import pggit.load.measure.Estimate;
import pggit.load.measure.Invocation;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;
import pggit.load.verdict.Finding;
import pggit.load.verdict.Findings;

/**
 * What the simulations of one command came to.
 *
 * @param results directory of their runs' directories
 * @param runs the latest run of each simulation, by the name of its directory
 */
public record CommandResult(Path results, SortedMap<String, RunResult> runs, Findings findings) {

  private static final int FINDINGS_SHOWN = 10;
  private static final int LINE = 118;
  private static final String RAPID = "rapid commit";
  private static final Pattern STAMP = Pattern.compile("\\d{8}-\\d{6}$");

  /** The command that made the newest run that can be read; empty where there is none. */
  public static Optional<CommandResult> latest(Path results) {
    return RunsIndex.runs(results).stream()
        .sorted(Comparator.comparing(CommandResult::stamp).reversed())
        .flatMap(directory -> read(directory).stream())
        .findFirst()
        .map(run -> of(results, run.invocation()));
  }

  /** Runs of the command that a run of {@code invocation} belongs to. */
  public static CommandResult of(Path results, Invocation invocation) {
    SortedMap<String, RunResult> latest = new TreeMap<>();
    for (Path directory : RunsIndex.runs(results)) {
      try {
        if (Files.getLastModifiedTime(directory).toInstant().isBefore(invocation.began())) {
          continue; // of an older command, and there may be many
        }
      } catch (IOException e) {
        continue; // removed by now
      }
      read(directory)
          .filter(result -> result.invocation().isBeside(invocation))
          .ifPresent(
              result -> {
                latest.values().removeIf(r -> r.simulation().equals(result.simulation()));
                latest.put(String.valueOf(directory.getFileName()), result);
              });
    }
    return new CommandResult(results, latest, Findings.of(latest));
  }

  /** Empty where it is damaged, of another version, or the gate's: the page of all runs says so. */
  private static Optional<RunResult> read(Path directory) {
    try {
      return Optional.of(RunResult.read(directory));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /** When a run began, as the name of its directory tells; empty where it does not. */
  private static String stamp(Path directory) {
    var stamp = STAMP.matcher(directory.toString());
    return stamp.find() ? stamp.group() : "";
  }

  /** As pages show them. */
  List<RunRow> rows() {
    return runs.entrySet().stream().map(e -> new RunRow(e.getKey(), e.getValue())).toList();
  }

  /** Simulations without a run. */
  public List<String> missing(Collection<String> simulations) {
    return simulations.stream()
        .filter(name -> runs.values().stream().noneMatch(r -> r.simulation().equals(name)))
        .toList();
  }

  /**
   * All of it on one screen.
   *
   * @param leftOut simulations that the profile does not have
   * @param broken simulations that came to no end
   */
  public List<String> lines(Collection<String> leftOut, Collection<String> broken) {
    var lines = new ArrayList<String>();
    simulations(leftOut, broken, lines);
    lines.add("");
    findings(lines);
    lines.add("");
    figures(lines);
    lines.add(row("page", results.resolve(RunReport.NAME).toUri().toString()));
    return lines;
  }

  private void simulations(
      Collection<String> leftOut, Collection<String> broken, List<String> lines) {
    var failed = with(Outcome.FAIL);
    var undecided = with(Outcome.UNDECIDED);
    undecided.removeAll(failed);
    lines.add(
        "%s run, profile %s: %d failed, %d with something undecided, %d passed whole"
            .formatted(
                count(runs.size(), "simulation"),
                runs.values().stream().map(RunResult::profile).findFirst().orElse(""),
                failed.size(),
                undecided.size(),
                runs.size() - failed.size() - undecided.size()));
    if (!failed.isEmpty()) {
      line("failed", String.join(", ", failed), lines);
    }
    if (!undecided.isEmpty()) {
      line("undecided", String.join(", ", undecided), lines);
    }
    if (!broken.isEmpty()) {
      line("no end", String.join(", ", broken) + " left no result", lines);
    }
    if (!leftOut.isEmpty()) {
      line("not run", String.join(", ", leftOut) + ", not part of this profile", lines);
    }
  }

  private List<String> with(Outcome outcome) {
    return new ArrayList<>(
        runs.values().stream()
            .filter(r -> r.verdicts().stream().anyMatch(v -> v.outcome() == outcome))
            .map(RunResult::simulation)
            .map(name -> name.replaceFirst("Simulation$", ""))
            .toList());
  }

  private void findings(List<String> lines) {
    var all = findings.findings();
    if (all.isEmpty()) {
      lines.add("No finding.");
      return;
    }
    lines.add(
        "%s; what does not hold%s:"
            .formatted(count(all.size(), "finding"), all.size() == 1 ? "" : ", the gravest first"));
    all.stream().limit(FINDINGS_SHOWN).forEach(f -> lines.add("  " + shortened(words(f))));
    if (all.size() > FINDINGS_SHOWN) {
      lines.add("  and " + (all.size() - FINDINGS_SHOWN) + " more");
    }
  }

  private static String words(Finding finding) {
    var more = new ArrayList<>(finding.facts());
    if (!finding.follows().isEmpty()) {
      more.add(finding.follows());
    }
    return "%s: %s%s"
        .formatted(
            finding.severity().words(),
            finding.name(),
            more.isEmpty() ? "" : " (" + String.join("; ", more) + ")");
  }

  /** The five figures that matter, of those that these runs have. */
  private void figures(List<String> lines) {
    double attempted = sum("attempted");
    double acknowledged = sum("acknowledged");
    line(
        "commits",
        "%,.0f of %,.0f acknowledged, %s".formatted(acknowledged, attempted, lost()),
        lines);
    Optional<Estimate> p99 = first(r -> r.metric(new Estimate.Of(RAPID, "response p99")));
    first(r -> r.metric(new Estimate.Of(RAPID, "response p50")))
        .map(p50 -> "%s at the median, p99 %s".formatted(words(p50), known(p99)))
        .ifPresent(text -> line("one user", text, lines));
    of("CapacitySimulation", "capacity")
        .map(best -> "%s commits/s".formatted(Plain.count(Math.round(number(best)))))
        .ifPresent(text -> line("most", text, lines));
    Optional<Estimate> wal = of("RapidCommitSimulation", CommitCosts.WAL);
    of("RapidCommitSimulation", CommitCosts.BUFFERS)
        .map(
            buffers -> "%s buffers, %s of WAL".formatted(Plain.number(number(buffers)), known(wal)))
        .ifPresent(text -> line("a commit", text, lines));
    of("HistoryGrowthSimulation", "commit work growth with history, last / first")
        .map(growth -> Plain.number(number(growth)))
        .map("a commit's work at the end of it is %s times that at its beginning"::formatted)
        .ifPresent(text -> line("history", text, lines));
  }

  private double sum(String what) {
    return runs.values().stream().mapToDouble(r -> commits(r, what)).sum();
  }

  private static double commits(RunResult run, String what) {
    return run.metric(new Estimate.Of(Figure.COMMITS, what)).map(CommandResult::number).orElse(0.0);
  }

  private String lost() {
    var told =
        runs.values().stream().filter(r -> commits(r, "attempted") > 0).map(Figure::loss).toList();
    return switch (Sign.worst(told)) {
      case PASS -> "none lost";
      case FAIL -> "some of them lost";
      case UNDECIDED -> "whether some were lost is not known";
    };
  }

  private Optional<Estimate> first(Function<RunResult, Optional<Estimate>> metric) {
    return runs.values().stream().map(metric).flatMap(Optional::stream).findFirst();
  }

  private Optional<Estimate> of(String simulation, String name) {
    return first(r -> r.simulation().equals(simulation) ? r.metric(name) : Optional.empty());
  }

  private static String known(Optional<Estimate> estimate) {
    return estimate.map(CommandResult::words).orElse("not known");
  }

  private static double number(Estimate estimate) {
    return estimate.value().orElseThrow();
  }

  private static String words(Estimate estimate) {
    return Plain.quantity(number(estimate), estimate.unit());
  }

  private static void line(String name, String text, List<String> lines) {
    lines.add(shortened(row(name, text)));
  }

  private static String row(String name, String text) {
    return String.format(Locale.ROOT, "  %-10s %s", name, text);
  }

  static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  private static String shortened(String text) {
    return text.length() <= LINE ? text : text.substring(0, LINE - 3) + "...";
  }
}
