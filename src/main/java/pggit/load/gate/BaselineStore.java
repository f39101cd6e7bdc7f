package pggit.load.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pggit.load.measure.ResultFile;
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
    if (!Files.isDirectory(results)) {
      return new Results(List.of(), List.of());
    }
    List<RunResult> runs = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    try (Stream<Path> entries = Files.list(results)) {
      String prefix = simulation.map(name -> name + "-").orElse("");
      for (Path directory : entries.filter(Files::isDirectory).sorted().toList()) {
        String name = String.valueOf(directory.getFileName());
        if (name.startsWith(prefix)) {
          try {
            runs.add(result(directory));
          } catch (IllegalArgumentException | UncheckedIOException e) {
            leftOut.add(name + ": " + e.getMessage());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + results, e);
    }
    runs.sort(Comparator.comparing(RunResult::started));
    return new Results(runs, leftOut);
  }

  private static RunResult result(Path directory) {
    if (!Files.isRegularFile(directory.resolve(ResultFile.NAME))) {
      throw new IllegalArgumentException("no run, it has no " + ResultFile.NAME);
    }
    RunResult result = ResultFile.read(directory);
    if (Baseline.empty(result)) {
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
    Map<Path, List<RunResult>> byFile = new TreeMap<>();
    runs.forEach(run -> byFile.computeIfAbsent(file(run), file -> new ArrayList<>()).add(run));
    List<String> lines = new ArrayList<>();
    byFile.forEach(
        (file, of) -> {
          RunResult newest = of.get(of.size() - 1);
          Baseline before =
              Files.isRegularFile(file)
                  ? read(file)
                  : new Baseline(
                      Baseline.SCHEMA, newest.simulation(), Environment.of(newest), List.of());
          Baseline after = before.with(of.stream().map(Baseline.Run::of).toList());
          GateFile.write(directory(newest.simulation()), file.getFileName().toString(), after);
          lines.add(
              "%s: %d runs, %d of them new"
                  .formatted(
                      file, after.runs().size(), after.runs().size() - before.runs().size()));
        });
    return lines;
  }

  /** The baseline for a run's simulation and environment. */
  Optional<Baseline> find(RunResult run) {
    Path file = file(run);
    return Files.isRegularFile(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /** Baselines of the simulation in other environments, or none. */
  List<Baseline> others(String simulation) {
    Path directory = directory(simulation);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(BaselineStore::read)
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }

  private static Baseline read(Path file) {
    return GateFile.read(file, Baseline.class, Baseline.SCHEMA);
  }

  private Path file(RunResult run) {
    return directory(run.simulation()).resolve(Environment.of(run).fileName());
  }

  private Path directory(String simulation) {
    return root.resolve(simulation);
  }
}
