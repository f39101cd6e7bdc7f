package pggit.load.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import pggit.load.gate.GateResult;
import pggit.load.gate.MetricRuling;
import pggit.load.measure.Direction;
import pggit.load.measure.Gauge;
import pggit.load.measure.Invocation;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;

/** The gate as a run, for a directory that has nothing but {@code gate.json}. */
final class GateFacts {
  /** In the place of a simulation's. */
  static final String NAME = "Gate";

  private GateFacts() {}

  static RunResult asRun(GateResult gate) {
    boolean compared = !gate.comparisons().isEmpty();
    return new RunResult(
        RunResult.SCHEMA,
        NAME,
        gate.mode(),
        gate.started(),
        gate.took(),
        Invocation.UNKNOWN,
        gate.facts(),
        Map.of(),
        Map.of("source", "%s against %s".formatted(gate.candidate(), gate.baseline())),
        Map.of(),
        List.of(),
        compared
            ? gate.comparisons().stream().map(GateFacts::verdict).toList()
            : List.of(Verdict.undecided("gate", String.join("; ", gate.reasons()))),
        List.of(),
        compared ? notes(gate) : List.of());
  }

  private static List<String> notes(GateResult gate) {
    return Stream.concat(
            gate.reasons().stream(),
            gate.blame().stream().flatMap(blame -> blame.sentences().stream()))
        .toList();
  }

  private static Verdict verdict(MetricRuling compared) {
    Outcome outcome =
        switch (compared.verdict()) {
          case REGRESSION -> Outcome.FAIL;
          case UNDECIDED -> Outcome.UNDECIDED;
          case PASS, IMPROVEMENT -> Outcome.PASS;
        };
    Direction direction =
        compared.allowed() >= 1 ? Direction.LOWER_IS_BETTER : Direction.HIGHER_IS_BETTER;
    return new Verdict(compared.metric(), outcome, compared.sentence())
        .as(Severity.COST)
        .with(new Gauge(compared.ratio(), compared.allowed(), "ratio", direction));
  }
}
