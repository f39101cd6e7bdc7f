package pggit.load.gate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
 * @param comparisons one for each metric
 * @param pairs every value behind them, so that the verdict can be made again
 * @param history accepted values of metrics, oldest first
 * @param failures of each operation that failed on either side
 * @param leftOut what was not compared, and why, each in a sentence
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
    List<Compared> comparisons,
    List<Measured> pairs,
    List<History> history,
    List<FailureRuling> failures,
    List<String> leftOut) {
  public static final int SCHEMA = 3;

  public static final String NAME = "gate.json";

  public GateResult {
    Objects.requireNonNull(started, "started");
    Objects.requireNonNull(took, "took");
    reasons = List.copyOf(reasons);
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    comparisons = List.copyOf(comparisons);
    pairs = List.copyOf(pairs);
    history = List.copyOf(history);
    failures = List.copyOf(failures);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * The verdict on one metric.
   *
   * @param ratio candidate over baseline
   * @param low lower end of the interval of the ratio
   * @param high upper end; null if the pairs were too few to bound it
   * @param allowed largest ratio that is no regression; smallest where higher is better
   * @param verdict pass, regression, improvement or undecided
   * @param pairs how many pairs, or runs, stand behind it
   * @param p chance of such a ratio if nothing changed
   * @param confidence of the interval
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Compared(
      String metric,
      String unit,
      double ratio,
      double low,
      @Nullable Double high,
      double allowed,
      Ruling verdict,
      double baselineValue,
      double candidateValue,
      int pairs,
      double p,
      double confidence,
      String sentence) {}

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
