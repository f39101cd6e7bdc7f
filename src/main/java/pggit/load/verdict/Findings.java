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

  /** Errors of whatever takes too long, for any reason. */
  private static final Set<String> LATE = Set.of("57014", "55P03");

  /** Errors of whoever gets in another's way: the same in one load, any in another. */
  private static final Set<String> CONFLICTS = Set.of("40P01", "40001");

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

    /** Whether all errors behind it are behind the other one, too, and say what was wrong. */
    boolean explains(Failed other) {
      return !kinds().isEmpty()
          && other.kinds().containsAll(kinds())
          && kinds().stream()
              .map(Cause.Kind::sqlState)
              .noneMatch(
                  state -> LATE.contains(state) || (CONFLICTS.contains(state) && !isIn(other)));
    }
  }

  public Findings {
    findings = List.copyOf(findings);
  }

  /**
   * Of runs, each by the name of its directory. Verdicts belong to one finding where one follows
   * from the other, where errors of one kind are all that is behind one and are behind the other,
   * too, or where two runs reached the same.
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
    var order =
        comparing((Failed one) -> root(one, failed).isPresent()) // roots first
            .thenComparing(one -> one.verdict().severity())
            .thenComparing(one -> one.verdict().script() == null)
            .thenComparing(one -> one.kinds().size());
    for (var one : failed.stream().sorted(order).toList()) {
      var home =
          root(one, failed)
              .map(root -> home(root, groups))
              .orElseGet(
                  () ->
                      groups.keySet().stream()
                          .filter(head -> belong(one, head))
                          .findFirst()
                          .orElse(one));
      groups.computeIfAbsent(home, h -> new ArrayList<>()).add(one);
    }
    return List.copyOf(groups.values());
  }

  /** The verdict of the same run that it follows from in the end. */
  private static Optional<Failed> root(Failed one, List<Failed> all) {
    var next =
        all.stream()
            .filter(other -> other.isIn(one) && other.verdict().name().equals(one.root()))
            .findFirst();
    return next.map(root -> root(root, all).orElse(root));
  }

  /** The head of the group that a root is in. */
  private static Failed home(Failed root, Map<Failed, List<Failed>> groups) {
    return groups.entrySet().stream()
        .filter(group -> group.getValue().contains(root))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(root);
  }

  private static boolean belong(Failed one, Failed head) {
    boolean same = !one.isIn(head) && one.verdict().name().equals(head.verdict().name());
    return one.verdict().whose() == head.verdict().whose()
        && (head.explains(one) || (same && (one.kinds().isEmpty() || head.kinds().isEmpty())));
  }

  private static Finding finding(List<Failed> group) {
    var head = group.get(0);
    var verdict = head.verdict();
    var extent = Optional.ofNullable(verdict.extent());
    var worst = Collections.min(group, comparing(f -> f.verdict().severity())).verdict();
    return new Finding(
        verdict.name(),
        worst.severity(),
        worst.severity() == verdict.severity() ? null : worst.name(),
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
    run.invocation()
        .given()
        .forEach(
            (key, value) -> {
              if (!NOT_REPEATED.contains(key)) {
                settings.append(" '-D%s=%s'".formatted(key, value.replace("'", "'\\''")));
              }
            });
    return "mvn gatling:test -Dgatling.simulationClass=pggit.load.simulations.%s%s"
        .formatted(run.simulation(), settings);
  }
}
