package pggit.load.verdict;

import static java.util.Comparator.comparing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.Cause;
import pggit.load.measure.Extent;
import pggit.load.measure.JsonFile;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;

/**
 * What the verdicts that do not hold amount to: the content of {@code findings.json}, of one run or
 * of several.
 *
 * @param schema version of the file format, {@link #SCHEMA} for new ones
 * @param findings the gravest first
 */
public record Findings(int schema, List<Finding> findings) {

  /** Name of the file, in a run's directory and beside all runs. */
  public static final String NAME = "findings.json";

  public static final int SCHEMA = 1;

  /** What a command does without: a secret, and where its files go. */
  private static final Set<String> NOT_REPEATED = Set.of("pggit.password", "pggit.results");

  /** One verdict that does not hold, and where it was reached. */
  private record Failed(String run, RunResult result, Verdict verdict) {

    boolean isIn(Failed other) {
      return run.equals(other.run);
    }

    @Nullable String root() {
      var cause = verdict.cause();
      return cause == null ? null : cause.consequenceOf();
    }

    Set<Cause.Kind> kinds() {
      var cause = verdict.cause();
      return cause == null ? Set.of() : cause.errors();
    }

    /** Whether errors are behind both, and one of them is of the same kind. */
    boolean sharesErrors(Failed other) {
      return !Collections.disjoint(kinds(), other.kinds());
    }
  }

  public Findings {
    findings = List.copyOf(findings);
  }

  /**
   * Of runs, each by the name of its directory. Verdicts belong to one finding where one follows
   * from the other, where they failed with the same kind of error, or where two runs reached the
   * same.
   */
  public static Findings of(Map<String, RunResult> runs) {
    List<Failed> failed = new ArrayList<>();
    runs.forEach(
        (run, result) ->
            result.verdicts().stream()
                .filter(v -> v.outcome() == Outcome.FAIL)
                .forEach(v -> failed.add(new Failed(run, result, v))));
    return new Findings(
        SCHEMA,
        groups(failed).stream()
            .map(Findings::finding)
            .sorted(comparing(Finding::severity)) // stable: else in the order of the verdicts
            .toList());
  }

  public static void write(Path directory, Findings findings) {
    JsonFile.write(directory.resolve(NAME), findings);
  }

  /** Each group with its root at its head. */
  private static List<List<Failed>> groups(List<Failed> failed) {
    Map<Failed, List<Failed>> groups = new LinkedHashMap<>();
    for (var one : failed.stream().sorted(comparing(Findings::rank)).toList()) {
      var home =
          root(one, failed)
              .map(root -> home(root, groups).orElse(root))
              .or(() -> groups.keySet().stream().filter(head -> belong(one, head)).findFirst())
              .orElse(one);
      groups.computeIfAbsent(home, h -> new ArrayList<>()).add(one);
    }
    return List.copyOf(groups.values());
  }

  /** What shows a cause best comes first: roots, then what has a script, then the gravest. */
  private static int rank(Failed one) {
    int kind = one.root() != null ? 2 : one.verdict().script() != null ? 0 : 1;
    return kind * Severity.values().length + one.verdict().severity().ordinal();
  }

  /** The verdict of the same run that it follows from in the end. */
  private static Optional<Failed> root(Failed one, List<Failed> all) {
    var next =
        all.stream()
            .filter(other -> other.isIn(one) && other.verdict().name().equals(one.root()))
            .findFirst();
    return next.map(root -> root(root, all).orElse(root));
  }

  private static Optional<Failed> home(Failed one, Map<Failed, List<Failed>> groups) {
    return groups.entrySet().stream()
        .filter(group -> group.getValue().contains(one))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean belong(Failed one, Failed head) {
    boolean same = !one.isIn(head) && one.verdict().name().equals(head.verdict().name());
    return one.verdict().whose() == head.verdict().whose()
        && (one.sharesErrors(head) || (same && (one.kinds().isEmpty() || head.kinds().isEmpty())));
  }

  private static Finding finding(List<Failed> group) {
    var head = group.get(0);
    var verdict = head.verdict();
    var extent = Optional.ofNullable(verdict.extent());
    return new Finding(
        verdict.name(),
        group.stream().map(f -> f.verdict().severity()).min(Severity::compareTo).orElseThrow(),
        verdict.whose(),
        head.result().simulation(),
        head.run(),
        verdict.evidence(),
        Finding.Often.of(verdict.extent()),
        extent.map(Extent::since).orElse(null),
        extent.map(Extent::waits).orElse(null),
        verdict.script(),
        command(head.result()),
        group.stream()
            .skip(1)
            .sorted(comparing(f -> f.verdict().severity()))
            .map(Findings::consequence)
            .toList());
  }

  private static Finding.Consequence consequence(Failed failed) {
    var verdict = failed.verdict();
    return new Finding.Consequence(
        failed.result().simulation(),
        failed.run(),
        verdict.name(),
        verdict.severity(),
        verdict.evidence());
  }

  /** With the settings that the run was given; a password comes from PGPASSWORD. */
  private static String command(RunResult run) {
    var settings = new StringBuilder();
    run.settings()
        .forEach(
            (key, value) -> {
              if (run.invocation().given().contains(key) && !NOT_REPEATED.contains(key)) {
                settings.append(" '-D%s=%s'".formatted(key, value.replace("'", "'\\''")));
              }
            });
    return "mvn gatling:test -Dgatling.simulationClass=pggit.load.simulations.%s%s"
        .formatted(run.simulation(), settings);
  }
}
