package pggit.load.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import pggit.load.gate.GateResult;
import pggit.load.measure.ResultFile;
import pggit.load.measure.RunResult;

/**
 * What the files of a run's directory say. Only {@code run.json} has to be there, or {@code
 * gate.json}.
 *
 * @param directory where they stand
 * @param result run.json
 * @param seconds axis of what is known second by second
 * @param latencies latency.hlog
 * @param pool pool.csv: connections of each pool
 * @param server server.csv: the server's own view
 * @param errors errors.csv: failures along the time
 * @param events events.csv: faults and whatever else happened
 * @param gate gate.json: comparisons with a baseline
 */
record RunFacts(
    Path directory,
    RunResult result,
    TimeAxis seconds,
    Optional<Latencies> latencies,
    Optional<SampledTable> pool,
    Optional<SampledTable> server,
    Optional<SampledTable> errors,
    List<Event> events,
    Optional<GateResult> gate) {

  /**
   * Reads a run's directory.
   *
   * @throws java.io.UncheckedIOException if a file cannot be read
   * @throws IllegalArgumentException if run.json is not the result of a run
   */
  static RunFacts read(Path directory) {
    RunResult result = result(directory);
    long start = result.started().toEpochMilli();
    long end = result.started().plus(result.took()).toEpochMilli();
    Optional<Latencies> latencies =
        file(directory, "latency.hlog").map(log -> Latencies.read(log, start, end));
    long origin = latencies.map(l -> l.axis().originMillis()).orElse(start);
    TimeAxis coarse = TimeAxis.of(origin, end, 1000);
    TimeAxis fine = TimeAxis.of(origin, end, 100);
    return new RunFacts(
        directory,
        result,
        coarse,
        latencies.filter(l -> !l.isEmpty()),
        table(directory, "pool.csv", fine, "name"),
        table(directory, "server.csv", coarse, "name"),
        table(directory, "errors.csv", coarse, "sqlstate"),
        Event.read(directory.resolve("events.csv"), coarse),
        file(directory, GateResult.NAME).map(GateResult::read));
  }

  /** Whether a directory holds the result of a run, or of the gate. */
  static boolean in(Path directory) {
    return Files.isRegularFile(directory.resolve(ResultFile.NAME))
        || Files.isRegularFile(directory.resolve(GateResult.NAME));
  }

  /**
   * What run.json says, or gate.json where there is no other.
   *
   * @throws java.io.UncheckedIOException if the file cannot be read
   * @throws IllegalArgumentException if it is neither
   */
  static RunResult result(Path directory) {
    Path gate = directory.resolve(GateResult.NAME);
    return !Files.exists(directory.resolve(ResultFile.NAME)) && Files.isRegularFile(gate)
        ? GateFacts.asRun(GateResult.read(gate))
        : ResultFile.read(directory);
  }

  private static Optional<SampledTable> table(
      Path directory, String name, TimeAxis axis, String thing) {
    return file(directory, name)
        .map(file -> SampledTable.read(file, axis, thing))
        .filter(table -> !table.isEmpty());
  }

  private static Optional<Path> file(Path directory, String name) {
    Path file = directory.resolve(name);
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }
}
