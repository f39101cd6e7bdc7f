package pggit.load.report;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
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
import org.jspecify.annotations.Nullable;
import pggit.load.measure.Direction;
import pggit.load.measure.Gauge;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;
import pggit.load.measure.Verdict;

/**
 * What the gate found: {@code gate.json}, as much of it as is shown. Fields that are not known here
 * are left alone, and those that are missing are empty: a page of an older gate can be made too.
 *
 * @see pggit.load.gate.GateResult
 */
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

  private static final JsonSetter.Value MISSING_IS_EMPTY =
      JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .withConfigOverride(String.class, c -> c.setSetterInfo(MISSING_IS_EMPTY))
          .withConfigOverride(List.class, c -> c.setSetterInfo(MISSING_IS_EMPTY))
          .withConfigOverride(Map.class, c -> c.setSetterInfo(MISSING_IS_EMPTY))
          .build();

  /**
   * @param metric what was compared
   * @param ratio candidate over baseline
   * @param low lower end of the interval of the ratio
   * @param high upper end; null if there were too few pairs to bound it
   * @param allowed largest ratio that is no regression; smallest where higher is better
   * @param verdict in words: pass, regression, improvement, undecided
   * @param sentence all that in words
   */
  record Compared(
      String metric,
      double ratio,
      double low,
      @Nullable Double high,
      double allowed,
      String verdict,
      String sentence) {

    private Verdict asVerdict() {
      Outcome outcome =
          switch (verdict) {
            case "regression" -> Outcome.FAIL;
            case "undecided" -> Outcome.UNDECIDED;
            default -> Outcome.PASS;
          };
      String evidence =
          sentence.isEmpty()
              ? "candidate over baseline %s, allowed %s"
                  .formatted(Numbers.ratio(ratio), Numbers.ratio(allowed))
              : sentence;
      Verdict plain = new Verdict(metric, outcome, evidence);
      Direction direction = allowed >= 1 ? Direction.LOWER_IS_BETTER : Direction.HIGHER_IS_BETTER;
      return ratio >= 0 && Double.isFinite(ratio) && allowed > 0
          ? plain.with(new Gauge(ratio, allowed, "ratio", direction))
          : plain;
    }
  }

  /**
   * @param values one for each accepted run
   * @param changes indexes of the first values of new levels
   */
  record History(String metric, String unit, List<Double> values, List<Integer> changes) {}

  GateFacts {
    reasons = List.copyOf(reasons);
    comparisons = List.copyOf(comparisons);
    history = List.copyOf(history);
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
