package pggit.load.gate;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import pggit.load.measure.JsonFile;

/**
 * What one run of the gate found: the content of {@code gate.json}.
 *
 * @param mode {@code ab}: both versions side by side; {@code check}: against a stored baseline
 * @param baseline what was compared with, in words
 * @param candidate what was judged, in words
 * @param verdict pass, regression or undecided
 * @param reasons why, most important first; what is missing if undecided
 * @param facts seed, looks, contract, machine and the like
 * @param pairs every value behind the comparisons, so that the verdict can be made again
 * @param history accepted values of metrics, oldest first
 * @param failures of each operation that failed on either side
 * @param leftOut what was not compared, and why, each in a sentence
 * @param blame of each operation that got worse, if two versions were measured side by side
 */
public record GateResult(
    int schema,
    String mode,
    Instant started,
    Duration took,
    String baseline,
    String candidate,
    Ruling verdict,
    List<String> reasons,
    Map<String, String> facts,
    List<MetricRuling> comparisons,
    List<Measured> pairs,
    List<History> history,
    List<FailureRuling> failures,
    List<String> leftOut,
    List<Blame> blame) {
  public static final int SCHEMA = 4;

  public static final String NAME = "gate.json";

  /** The fact that says of which commit the run was, where that is known. */
  public static final String COMMIT = "commit";

  public GateResult {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(started, "started");
    Objects.requireNonNull(verdict, "verdict");
    reasons = List.copyOf(reasons);
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    comparisons = List.copyOf(comparisons);
    pairs = List.copyOf(pairs);
    history = List.copyOf(history);
    failures = List.copyOf(failures);
    leftOut = List.copyOf(leftOut);
    blame = List.copyOf(blame);
  }

  /**
   * How a metric went over the accepted runs.
   *
   * @param values one for each accepted run
   * @param changes indexes of the first values of new levels
   */
  public record History(String metric, String unit, List<Double> values, List<Integer> changes) {
    public History {
      values = List.copyOf(values);
      changes = List.copyOf(changes);
    }
  }

  public Path write(Path directory) {
    Path file = directory.resolve(NAME);
    JsonFile.write(file, this);
    return file;
  }

  /**
   * @throws IllegalArgumentException if the file is damaged or of another schema version
   */
  public static GateResult read(Path file) {
    return JsonFile.read(file, GateResult.class, SCHEMA);
  }
}
