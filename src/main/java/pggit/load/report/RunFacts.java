package pggit.load.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import pggit.load.gate.GateResult;
import pggit.load.measure.Aftermath;
import pggit.load.measure.Lane;
import pggit.load.measure.RecoveryLog;
import pggit.load.measure.RunResult;

/**
 * What the files of a run's directory say. Only {@code run.json} has to be there, or {@code
 * gate.json}.
 *
 * @param directory where they stand
 * @param result run.json
 * @param seconds axis of what is known second by second
 * @param latencies latency.hlog
 * @param pool pool.csv: connections by pool
 * @param server server.csv: the server's own view; a run has one server
 * @param errors errors.csv: failures by SQLSTATE
 * @param events events.csv: faults and whatever else happened
 * @param recoveries recovery.csv: what users saw of each fault
 * @param gate gate.json: comparisons with a baseline
 * @param lanes injectors.json: who made the load, if several did
 */
record RunFacts(
    Path directory,
    RunResult result,
    TimeAxis seconds,
    Optional<Latencies> latencies,
    SortedMap<String, Samples> pool,
    SortedMap<String, Samples> server,
    SortedMap<String, Samples> errors,
    List<Event> events,
    List<Aftermath> recoveries,
    Optional<GateResult> gate,
    List<Lane> lanes) {

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
    boolean commits = Figure.together(result).equals(Figure.COMMITS);
    Optional<Latencies> latencies =
        file(directory, "latency.hlog").map(log -> Latencies.read(log, start, end, commits));
    long origin = latencies.map(l -> l.axis().originMillis()).orElse(start);
    TimeAxis coarse = TimeAxis.of(origin, end, 1000);
    TimeAxis fine = TimeAxis.of(origin, end, 100);
    return new RunFacts(
        directory,
        result,
        coarse,
        latencies.filter(l -> !l.isEmpty()),
        samples(directory, "pool.csv", fine, "name"),
        samples(directory, "server.csv", coarse, "name"),
        samples(directory, "errors.csv", coarse, "sqlstate"),
        Event.read(directory.resolve("events.csv"), coarse),
        RecoveryLog.read(directory),
        file(directory, GateResult.NAME).map(GateResult::read),
        Lane.read(directory));
  }

  /**
   * What run.json says, or gate.json where there is no other.
   *
   * @throws java.io.UncheckedIOException if the file cannot be read
   * @throws IllegalArgumentException if it is neither
   */
  static RunResult result(Path directory) {
    Path gate = directory.resolve(GateResult.NAME);
    return !Files.exists(directory.resolve(RunResult.NAME)) && Files.isRegularFile(gate)
        ? GateFacts.asRun(GateResult.read(gate))
        : RunResult.read(directory);
  }

  private static SortedMap<String, Samples> samples(
      Path directory, String name, TimeAxis axis, String thing) {
    return file(directory, name)
        .map(file -> Samples.read(file, axis, thing))
        .orElseGet(Collections::emptySortedMap);
  }

  private static Optional<Path> file(Path directory, String name) {
    Path file = directory.resolve(name);
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }
}
