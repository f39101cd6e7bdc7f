package pggit.load.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.Gauge;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;
import pggit.load.measure.Verdict;

/**
 * What the gate found: {@code gate.json}, as much of it as is shown. Fields that are not known here
 * are left alone, and those that are missing are empty.
 *
 * @param mode how it compared
 * @param started ISO 8601
 * @param took ISO 8601
 * @param baseline what was compared with, in words
 * @param candidate what was judged, in words
 * @param reasons why the verdict is what it is, most important first
 * @param facts of the comparison: seed, machine and the like
 * @param comparisons candidate against baseline, one for each metric
 * @param history accepted values of metrics, oldest first
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record GateFacts(
    String mode,
    String started,
    String took,
    String baseline,
    String candidate,
    List<String> reasons,
    Map<String, String> facts,
    List<Compared> comparisons,
    List<History> history) {
  static final String NAME = "gate.json";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * @param metric what was compared
   * @param ratio candidate over baseline
   * @param low lower end of the interval of the ratio
   * @param high upper end; null if there were too few pairs to bound it
   * @param allowed largest ratio that is no regression; smallest where higher is better
   * @param verdict in words: pass, regression, improvement, undecided
   * @param sentence all that in words
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Compared(
      String metric,
      double ratio,
      double low,
      @Nullable Double high,
      double allowed,
      String verdict,
      @Nullable String sentence) {

    private Verdict asVerdict() {
      Outcome outcome =
          switch (verdict) {
            case "regression" -> Outcome.FAIL;
            case "undecided" -> Outcome.UNDECIDED;
            default -> Outcome.PASS;
          };
      String evidence =
          sentence != null
              ? sentence
              : "candidate over baseline %s, allowed %s"
                  .formatted(Numbers.ratio(ratio), Numbers.ratio(allowed));
      Verdict plain = new Verdict(metric, outcome, evidence);
      if (!(ratio >= 0 && Double.isFinite(ratio) && allowed > 0)) {
        return plain;
      }
      return plain.with(
          allowed >= 1
              ? Gauge.atMost(ratio, allowed, "ratio")
              : Gauge.atLeast(ratio, allowed, "ratio"));
    }
  }

  /**
   * @param values one for each accepted run
   * @param changes indexes of the first values of new levels
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record History(String metric, String unit, List<Double> values, List<Integer> changes) {}

  GateFacts(
      @Nullable String mode,
      @Nullable String started,
      @Nullable String took,
      @Nullable String baseline,
      @Nullable String candidate,
      @Nullable List<String> reasons,
      @Nullable Map<String, String> facts,
      @Nullable List<Compared> comparisons,
      @Nullable List<History> history) {
    this.mode = Objects.requireNonNullElse(mode, "");
    this.started = Objects.requireNonNullElse(started, "");
    this.took = Objects.requireNonNullElse(took, "");
    this.baseline = Objects.requireNonNullElse(baseline, "");
    this.candidate = Objects.requireNonNullElse(candidate, "");
    this.reasons = reasons == null ? List.of() : List.copyOf(reasons);
    this.facts = facts == null ? Map.of() : facts;
    this.comparisons = comparisons == null ? List.of() : List.copyOf(comparisons);
    this.history = history == null ? List.of() : List.copyOf(history);
  }

  /**
   * @throws IllegalArgumentException if it is not what the gate writes
   */
  static GateFacts read(Path file) {
    try {
      return JSON.readValue(Files.readString(file), GateFacts.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s is not what the gate writes: %s".formatted(file, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * The gate as a run, for a directory that has nothing but {@code gate.json}.
   *
   * @throws IllegalArgumentException if it does not say when it was
   */
  RunResult asRun() {
    List<Verdict> verdicts =
        comparisons.isEmpty()
            ? List.of(Verdict.undecided("gate", String.join("; ", reasons)))
            : comparisons.stream().map(Compared::asVerdict).toList();
    try {
      return new RunResult(
          RunResult.SCHEMA,
          "Gate",
          mode,
          Instant.parse(started),
          Duration.parse(took),
          facts,
          Map.of(),
          Map.of("source", "%s against %s".formatted(candidate, baseline)),
          Map.of(),
          List.of(),
          verdicts,
          List.of(),
          comparisons.isEmpty() ? List.of() : reasons);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(NAME + " does not say when it was made", e);
    }
  }
}
