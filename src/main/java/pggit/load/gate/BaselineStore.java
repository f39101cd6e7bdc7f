package pggit.load.gate;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import pggit.load.measure.JsonFile;
import pggit.load.measure.RunResult;

/** The directory of stored baselines, and that of results. */
public final class BaselineStore {
  private final Path root;

  public BaselineStore(Path root) {
    this.root = root;
  }

  /**
   * Results below a directory.
   *
   * @param runs oldest first
   * @param leftOut what cannot be compared there, and why, each in a sentence
   */
  public record Results(List<RunResult> runs, List<String> leftOut) {
    public Results {
      runs = List.copyOf(runs);
      leftOut = List.copyOf(leftOut);
    }
  }

  /**
   * All results below a directory; what is none, is damaged, of another schema version, or measured
   * nothing, is left out.
   *
   * @param results such as target/pggit, with a directory for each run
   * @param simulation only of this one; empty for all
   */
  public static Results results(Path results, Optional<String> simulation) {
    List<RunResult> runs = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    String prefix = simulation.map(name -> name + "-").orElse("");
    for (Path directory : JsonFile.entries(results)) {
      String name = String.valueOf(directory.getFileName());
      if (name.startsWith(prefix) && Files.isDirectory(directory)) {
        try {
          runs.add(result(directory));
        } catch (IllegalArgumentException | UncheckedIOException e) {
          leftOut.add(name + ": " + e.getMessage());
        }
      }
    }
    runs.sort(Comparator.comparing(RunResult::started));
    return new Results(runs, leftOut);
  }

  private static RunResult result(Path directory) {
    if (!Files.isRegularFile(directory.resolve(RunResult.NAME))) {
      throw new IllegalArgumentException("no run, it has no " + RunResult.NAME);
    }
    RunResult result = RunResult.read(directory);
    if (result.metrics().stream().allMatch(metric -> metric.count() == 0)) {
      throw new IllegalArgumentException("a run with zero requests, which says nothing");
    }
    return result;
  }

  /**
   * Adds runs to the baselines of their environments.
   *
   * @return one line for each file written
   */
  public List<String> accept(List<RunResult> runs) {
    List<String> lines = new ArrayList<>();
    runs.stream()
        .collect(groupingBy(this::file, TreeMap::new, toList()))
        .forEach(
            (file, of) -> {
              Baseline before = find(of.get(0)).orElseGet(() -> Baseline.empty(of.get(0)));
              Baseline after = before.with(of.stream().map(Baseline.Run::of).toList());
              JsonFile.write(file, after);
              int more = after.runs().size() - before.runs().size();
              lines.add("%s: %d runs, %d of them new".formatted(file, after.runs().size(), more));
            });
    return lines;
  }

  Optional<Baseline> find(RunResult run) {
    return Optional.of(file(run)).filter(Files::isRegularFile).map(BaselineStore::read);
  }

  List<Baseline> others(String simulation) {
    return JsonFile.entries(root.resolve(simulation)).stream()
        .filter(file -> file.toString().endsWith(".json"))
        .map(BaselineStore::read)
        .toList();
  }

  private static Baseline read(Path file) {
    return JsonFile.read(file, Baseline.class, Baseline.SCHEMA);
  }

  private Path file(RunResult run) {
    return root.resolve(run.simulation()).resolve(Environment.of(run).fileName());
  }
}
