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

  /** Fewer comparable runs hardly ever show a change: 2 in 126 orders of nine split as clearly. */
  public static final int LEAST = 10;

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
      String environment, List<Integer> runs, List<Double> values, List<ChangePoint> changes) {
    private static Level of(String environment, List<Integer> runs, List<Double> values) {
      double[] series = values.stream().mapToDouble(Double::doubleValue).toArray();
      return new Level(
          environment,
          runs,
          values,
          ChangePoint.of(series, SEED).stream()
              .filter(ChangePoint::matters)
              .map(c -> new ChangePoint(runs.get(c.index()), c.before(), c.after()))
              .toList());
    }
  }

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

  /** The environments by the names they have here, in the order of their first runs. */
  public Map<String, String> environments() {
    Map<String, String> words = new LinkedHashMap<>();
    List<Environment> all = distinct();
    all.forEach(one -> words.put(name(all.indexOf(one)), one.words()));
    return words;
  }

  public String environment(GateResult run) {
    return name(distinct().indexOf(Environment.of(run)));
  }

  private List<Environment> distinct() {
    return runs.stream().map(Environment::of).distinct().toList();
  }

  private static String name(int index) {
    return "environment " + (index + 1);
  }

  /** Of a metric, one for each set of comparable runs, in the order of their first runs. */
  public List<Level> levels(Metric metric) {
    Map<String, List<Integer>> comparable = new LinkedHashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      GateResult run = runs.get(i);
      if (ruling(run, metric).isPresent()) {
        String where =
            metric.kind() == Metric.Kind.COST
                ? run.facts().getOrDefault("server", "unknown server")
                : environment(run);
        comparable.computeIfAbsent(where, w -> new ArrayList<>()).add(i);
      }
    }
    return comparable.entrySet().stream()
        .map(e -> Level.of(e.getKey(), e.getValue(), values(e.getValue(), metric)))
        .toList();
  }

  private List<Double> values(List<Integer> indexes, Metric metric) {
    return indexes.stream()
        .map(i -> ruling(runs.get(i), metric).orElseThrow().candidateValue())
        .toList();
  }

  /** Where the level of a metric changed, each in a sentence; and what that run itself found. */
  public List<String> changes(Metric metric) {
    List<Level> levels = levels(metric);
    return levels.stream()
        .flatMap(
            level ->
                level.changes().stream()
                    .map(
                        change ->
                            "%s %s%s; run %d itself: %s against its baseline"
                                .formatted(
                                    metric.name(),
                                    change.sentence("run", metric.unit()),
                                    levels.size() > 1 ? ", " + level.environment() : "",
                                    change.index() + 1,
                                    ruling(runs.get(change.index()), metric)
                                        .orElseThrow()
                                        .change())))
        .toList();
  }
}
