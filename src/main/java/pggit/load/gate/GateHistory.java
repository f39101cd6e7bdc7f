package pggit.load.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import pggit.load.analysis.ChangePoint;

/**
 * How the metrics went over runs of {@code gate ab}, such as those of a main branch. Looked at are
 * the candidates' own values: a ratio is no level, since its baseline moves on with each run, so
 * that of many small steps none is seen. Costs are counted by the server and compared over all runs
 * on the same version of it, times over runs in the same environment alone.
 *
 * @param runs oldest first, at least one
 * @param leftOut what is no such run, or too old, each in a sentence
 */
public record GateHistory(List<GateResult> runs, List<String> leftOut) {
  /** So many runs are looked at: the newest. */
  static final int MOST = 200;

  /** The fact that says how many commits stood there before. */
  static final String HISTORY = "candidate history";

  private static final long SEED = 1;

  public GateHistory {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("a history has at least one run");
    }
    runs = List.copyOf(runs);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Values of a metric that can be compared with each other.
   *
   * @param environment what these runs have in common, by its name
   * @param runs their indexes in the history
   * @param values one for each of them
   * @param changes their indexes are those of runs in the history
   */
  public record Level(
      String environment, List<Integer> runs, List<Double> values, List<ChangePoint> changes) {}

  /**
   * Reads what {@code gate ab} wrote, each run once, in however many files it stands.
   *
   * @param places files, or directories with such files anywhere below
   * @throws IllegalArgumentException if none of them is one
   */
  public static GateHistory read(List<Path> places) {
    Map<List<Object>, GateResult> found = new HashMap<>();
    List<String> leftOut = new ArrayList<>();
    for (Path file : places.stream().flatMap(place -> files(place).stream()).toList()) {
      try {
        GateResult run = GateResult.read(file);
        if (!run.mode().equals("ab")) {
          leftOut.add("%s is of gate %s, not of gate ab".formatted(file, run.mode()));
        } else if (run.comparisons().isEmpty()) {
          leftOut.add("%s compares nothing".formatted(file));
        } else {
          found.putIfAbsent(List.of(run.started(), seed(run)), run);
        }
      } catch (IllegalArgumentException | UncheckedIOException e) {
        leftOut.add(String.valueOf(e.getMessage()));
      }
    }
    if (found.isEmpty()) {
      leftOut.add(0, "there is no gate.json of gate ab that can be read");
      throw new IllegalArgumentException(String.join("; ", leftOut));
    }
    List<GateResult> runs =
        found.values().stream()
            .sorted(Comparator.comparing(GateResult::started).thenComparing(GateHistory::seed))
            .toList();
    int old = Math.max(0, runs.size() - MOST);
    if (old > 0) {
      leftOut.add("%d runs older than the last %d".formatted(old, MOST));
    }
    return new GateHistory(runs.subList(old, runs.size()), leftOut);
  }

  private static String seed(GateResult run) {
    return run.facts().getOrDefault("seed", "unknown");
  }

  private static List<Path> files(Path place) {
    if (!Files.isDirectory(place)) {
      return List.of(place);
    }
    try (var files = Files.walk(place)) {
      return files
          .filter(file -> file.toString().endsWith(".json") && !file.endsWith(HistoryFiles.BENCHER))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + place, e);
    }
  }

  public GateResult newest() {
    return runs.get(runs.size() - 1);
  }

  /** Metrics that any of the runs compared, in the order of the newest. */
  public List<Metric> metrics() {
    return IntStream.range(0, runs.size())
        .mapToObj(back -> runs.get(runs.size() - 1 - back))
        .flatMap(run -> run.pairs().stream().filter(m -> ruling(run, m.metric()).isPresent()))
        .map(Measured::metric)
        .distinct()
        .toList();
  }

  /** What a run found of a metric; empty if it did not compare it. */
  public static Optional<MetricRuling> ruling(GateResult run, Metric metric) {
    return run.comparisons().stream()
        .filter(c -> c.metric().equals(metric.name()) && c.unit().equals(metric.unit()))
        .findFirst();
  }

  /** Each environment in words, in the order of their first runs. */
  public List<String> environments() {
    return runs.stream().map(run -> Environment.of(run).words()).distinct().toList();
  }

  /** {@code environment 1}, the first of {@link #environments}. */
  public String environment(GateResult run) {
    return "environment " + (1 + environments().indexOf(Environment.of(run).words()));
  }

  /** Of a metric, one for each set of comparable runs, in the order of their first runs. */
  public List<Level> levels(Metric metric) {
    Map<String, List<Integer>> comparable = new LinkedHashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      GateResult run = runs.get(i);
      if (ruling(run, metric).isPresent()) {
        boolean cost = metric.kind() == Metric.Kind.COST;
        String of = cost ? server(run) : environment(run);
        comparable.computeIfAbsent(of, environment -> new ArrayList<>()).add(i);
      }
    }
    List<Level> levels = new ArrayList<>();
    comparable.forEach(
        (environment, at) -> {
          double[] values =
              at.stream()
                  .mapToDouble(i -> ruling(runs.get(i), metric).orElseThrow().candidateValue())
                  .toArray();
          List<ChangePoint> changes =
              ChangePoint.of(values, SEED).stream()
                  .filter(ChangePoint::matters)
                  .map(c -> new ChangePoint(at.get(c.index()), c.before(), c.after()))
                  .toList();
          levels.add(new Level(environment, at, DoubleStream.of(values).boxed().toList(), changes));
        });
    return levels;
  }

  /** What a commit costs may depend on how many stand there before. */
  private static String server(GateResult run) {
    String server = run.facts().getOrDefault("server", "unknown");
    return Optional.ofNullable(run.facts().get(HISTORY))
        .map(commits -> server + ", after " + commits)
        .orElse(server);
  }

  /** Where the level of a metric changed, each in a sentence; and what that run itself found. */
  public List<String> changes(Metric metric) {
    List<String> sentences = new ArrayList<>();
    for (Level level : levels(metric)) {
      for (ChangePoint change : level.changes()) {
        sentences.add(
            "%s %s, %s; run %d itself: %s against its baseline"
                .formatted(
                    metric.name(),
                    change.sentence("run", metric.unit()),
                    level.environment(),
                    change.index() + 1,
                    ruling(runs.get(change.index()), metric).orElseThrow().change()));
      }
    }
    return sentences;
  }
}
