package pggit.load.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Invocation;
import pggit.load.measure.RunResult;

/** Small results with known content. */
final class Example {
  static final Metric LATENCY =
      new Metric("commit latency p50", "µs", Direction.LOWER_IS_BETTER, Metric.Kind.TIME);
  static final Metric CPU = Metric.CPU;
  static final Metric RATE =
      new Metric("throughput", "commits/s", Direction.HIGHER_IS_BETTER, Metric.Kind.TIME);
  static final Metric WAL =
      new Metric("WAL per commit", "bytes", Direction.LOWER_IS_BETTER, Metric.Kind.COST);

  private Example() {}

  /** Thirty pairs without noise. */
  static Measured pairs(Metric metric, double baseline, double candidate) {
    return new Measured(
        metric,
        true,
        Collections.nCopies(30, baseline),
        Collections.nCopies(30, candidate),
        sessions(30, 5));
  }

  /** Pairs measured in sessions of so many. */
  static List<Integer> sessions(int pairs, int each) {
    return IntStream.range(0, pairs).mapToObj(pair -> pair / each).toList();
  }

  static GateResult result(Measured... measured) {
    return blamed(List.of(), measured);
  }

  static GateResult blamed(List<Blame> blame, Measured... measured) {
    return result(
        Instant.parse("2026-01-02T03:04:05Z"),
        Map.of("seed", "42", "pairs", "30"),
        blame,
        measured);
  }

  /** One of a history, so many days after its beginning. */
  static GateResult onDay(int day, Map<String, String> facts, Measured... measured) {
    Instant started = Instant.parse("2026-01-01T00:00:00.123456789Z").plus(Duration.ofDays(day));
    return result(started, facts, List.of(), measured);
  }

  private static GateResult result(
      Instant started, Map<String, String> facts, List<Blame> blame, Measured... measured) {
    List<Measured> all = List.of(measured);
    List<MetricRuling> rulings = MetricRuling.of(all, new Limits(0.05, 0.02, 0.02), 0.99);
    Judgement judgement = new Judgement(rulings, List.of(), List.of());
    return new GateResult(
        GateResult.SCHEMA,
        "ab",
        started,
        Duration.ofMillis(61_500),
        "reference extension",
        "candidate <1> & `more` | there",
        judgement.verdict(),
        judgement.reasons(),
        facts,
        rulings,
        all,
        List.of(),
        List.of(),
        List.of(),
        blame);
  }

  /** Ten sessions in which commits failed, of one try each. */
  static GateResult failing(int baseline, int candidate) {
    FailureRuling ruling =
        FailureRuling.of("commits", attempts(baseline), attempts(candidate), 0.001);
    return new GateResult(
        GateResult.SCHEMA,
        "ab",
        Instant.parse("2026-01-02T03:04:05Z"),
        Duration.ofSeconds(61),
        "baseline",
        "candidate",
        ruling.verdict(),
        new Judgement(List.of(), List.of(ruling), List.of()).reasons(),
        Map.of(
            "baseline statements",
            "0 of 154 statements failed",
            "candidate statements",
            "2 of 154 statements failed"),
        List.of(),
        List.of(),
        List.of(),
        List.of(ruling),
        List.of("DDL that fail: both alike"),
        List.of());
  }

  private static Attempts attempts(int failed) {
    return new Attempts(
        Collections.nCopies(10, 1),
        Collections.nCopies(10, failed),
        failed > 0 ? Optional.of("23505 ERROR: duplicate key") : Optional.empty());
  }

  /** A run of a simulation, number {@code n} in time, with one time. */
  static RunResult run(int n, double millis, Map<String, String> host) {
    return run(
        n,
        List.of(
            Estimate.of(
                Estimate.WORK, "yardsticks", Direction.LOWER_IS_BETTER, millis, 10_000_000)),
        host);
  }

  static RunResult run(int n, List<Estimate> metrics, Map<String, String> host) {
    return new RunResult(
        RunResult.SCHEMA,
        "RapidCommitSimulation",
        "smoke",
        Instant.parse("2026-01-01T00:00:00Z").plusSeconds(n),
        Duration.ofSeconds(5),
        Invocation.UNKNOWN,
        Map.of(),
        Map.of("server_version", "17.11"),
        Map.of("name", "trinity", "source", "reference extension"),
        host,
        metrics,
        List.of(),
        List.of(),
        List.of());
  }
}
