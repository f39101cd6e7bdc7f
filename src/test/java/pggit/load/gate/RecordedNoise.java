package pggit.load.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import pggit.load.measure.Direction;
import pggit.load.pggit.OnError;

/**
 * Pairs of a real run of the gate, the reference extension against itself on two cores: {@code
 * calm.csv} with nothing else at work, {@code busy.csv} beside ten busy loops. A case draws whole
 * pairs at random, which keeps what metrics of one pair have in common, and swaps the sides by lot,
 * so that nothing favours one of them.
 */
final class RecordedNoise {
  private static final DuelPlan PLAN =
      new DuelPlan(
          Limits.percent(5, 2, 2), Duration.ofMinutes(5), Duration.ZERO, 4, 0, OnError.STOP);

  private final List<Metric> metrics = new ArrayList<>();
  private final List<double[]> logRatios = new ArrayList<>();

  private RecordedNoise() {}

  static RecordedNoise read(String file) {
    RecordedNoise noise = new RecordedNoise();
    try (var in = Objects.requireNonNull(RecordedNoise.class.getResourceAsStream(file))) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      for (String name : lines.get(0).split(",")) {
        noise.metrics.add(
            Metric.SIDE_BY_SIDE.stream()
                .filter(m -> m.name().equals(name))
                .findFirst()
                .orElseThrow());
      }
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split(",");
        double[] row = new double[cells.length];
        for (int i = 0; i < row.length; i++) {
          row[i] = Double.parseDouble(cells[i]);
        }
        noise.logRatios.add(row);
      }
      return noise;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What a sequential gate run makes of it.
   *
   * @param most pairs that the budget allows
   * @param worsening of each metric, 1.05 for 5 % worse
   */
  Outcome run(Random random, int most, ToDoubleFunction<Metric> worsening) {
    return run(random, most, worsening, 0);
  }

  /**
   * The same where each session favours one side in all its times.
   *
   * @param sessionScatter standard deviation of that, 0.03 for about 3 %
   */
  Outcome run(Random random, int most, ToDoubleFunction<Metric> worsening, double sessionScatter) {
    Map<Metric, List<Double>> candidate = new LinkedHashMap<>();
    metrics.forEach(metric -> candidate.put(metric, new ArrayList<>()));
    Looks looks = new Looks();
    List<MetricRuling> rulings = List.of();
    double luck = 0;
    int session = 0;
    for (int pair = 1; pair <= most; pair++) {
      double[] row = logRatios.get(random.nextInt(logRatios.size()));
      double side = random.nextBoolean() ? 1 : -1;
      if (PLAN.sessionOf(pair) > session) {
        session++;
        luck = sessionScatter * random.nextGaussian();
      }
      for (int i = 0; i < row.length; i++) {
        Metric metric = metrics.get(i);
        double worse = worsening.applyAsDouble(metric);
        double shift = metric.direction() == Direction.HIGHER_IS_BETTER ? 1 / worse : worse;
        candidate
            .get(metric)
            .add(
                100
                    * Math.exp(side * row[i] + (metric.kind() == Metric.Kind.COST ? 0 : luck))
                    * shift);
      }
      if (pair >= looks.nextAt() || pair == most) {
        rulings = look(candidate, looks);
        Outcome outcome = new Outcome(pair, rulings);
        if (outcome.ruling() != Ruling.UNDECIDED) {
          return outcome;
        }
      }
    }
    return new Outcome(most, rulings);
  }

  private static List<MetricRuling> look(Map<Metric, List<Double>> candidate, Looks looks) {
    List<Measured> measured = new ArrayList<>();
    candidate.forEach(
        (metric, values) ->
            measured.add(
                new Measured(
                    metric,
                    true,
                    Collections.nCopies(values.size(), 100.0),
                    values,
                    IntStream.rangeClosed(1, values.size()).mapToObj(PLAN::sessionOf).toList())));
    return MetricRuling.of(measured, PLAN.limits(), looks.takeConfidence());
  }

  /** How a simulated run ended. */
  record Outcome(int pairs, List<MetricRuling> rulings) {
    Ruling ruling() {
      return new Judgement(rulings, List.of(), List.of()).verdict();
    }
  }
}
