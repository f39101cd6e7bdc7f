package pggit.load.measure;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What one run found: the content of {@code run.json}, a {@link JsonFile}. Maps and lists are
 * copied and keep their order.
 *
 * @param schema version of the file format, {@link #SCHEMA} for a new result
 * @param simulation simple name of the simulation
 * @param profile {@code smoke}, {@code load} or {@code stress}
 * @param started when the load began
 * @param took from the first to the last operation, 0 or longer
 * @param invocation what it was started by
 * @param settings effective settings, passwords masked
 * @param server what the server said about itself
 * @param contract which pgGit contract was found, and where pgGit came from
 * @param host the machine that made the load, see {@link HostFacts}
 * @param metrics what was measured
 * @param verdicts what was claimed
 * @param errors what failed, by operation and SQLSTATE
 * @param notes what a reader has to know: a missing privilege, a limit of the injector
 */
public record RunResult(
    int schema,
    String simulation,
    String profile,
    Instant started,
    Duration took,
    Invocation invocation,
    Map<String, String> settings,
    Map<String, String> server,
    Map<String, String> contract,
    Map<String, String> host,
    List<Estimate> metrics,
    List<Verdict> verdicts,
    List<ErrorCount> errors,
    List<String> notes) {

  /** Name of the file in the run's directory. */
  public static final String NAME = "run.json";

  /** Version of the file format that this code writes and reads. */
  public static final int SCHEMA = 3;

  public RunResult {
    Objects.requireNonNull(simulation, "simulation");
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(started, "started");
    if (took.isNegative()) {
      throw new IllegalArgumentException("took must be >= 0, was " + took);
    }
    Objects.requireNonNull(invocation, "invocation");
    settings = copy(settings);
    server = copy(server);
    contract = copy(contract);
    host = copy(host);
    metrics = List.copyOf(metrics);
    verdicts = List.copyOf(verdicts);
    errors = List.copyOf(errors);
    notes = List.copyOf(notes);
  }

  public static void write(Path directory, RunResult result) {
    JsonFile.writeIndented(directory.resolve(NAME), result);
  }

  public static RunResult read(Path directory) {
    return JsonFile.read(directory.resolve(NAME), RunResult.class, SCHEMA);
  }

  /** Outcomes of all verdicts, in their order. */
  public List<Outcome> outcomes() {
    return verdicts.stream().map(Verdict::outcome).toList();
  }

  /** The metric of this, if it is there with a value. */
  public Optional<Estimate> metric(Estimate.Of of) {
    return metric(m -> of.equals(m.of()));
  }

  /** The metric of this name, if it is there with a value. */
  public Optional<Estimate> metric(String name) {
    return metric(m -> m.name().equals(name));
  }

  private Optional<Estimate> metric(Predicate<Estimate> wanted) {
    return metrics.stream().filter(wanted).filter(m -> m.value().isPresent()).findFirst();
  }

  private static Map<String, String> copy(Map<String, String> facts) {
    Map<String, String> copy = new LinkedHashMap<>();
    facts.forEach(
        (name, value) ->
            copy.put(
                Objects.requireNonNull(name, "name of a fact"),
                Objects.requireNonNull(value, name)));
    return Collections.unmodifiableMap(copy);
  }
}
