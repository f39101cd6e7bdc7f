package pggit.load.analysis;

import java.util.List;
import java.util.Objects;
import pggit.load.measure.Direction;

/**
 * Blocks of two versions measured side by side, in random order within each pair. Pairing removes
 * what changes slowly on a machine, random order removes what favours the first or the second.
 *
 * @param metric what was measured
 * @param direction which way is better
 * @param baseline one number per block (a quantile, a rate, a cost), above 0
 * @param candidate the other version's block of the same pair, above 0
 * @see <a href="https://doi.org/10.1145/3358960.3379132">Bulej et al.: Duet Benchmarking (2020)</a>
 * @see <a href="https://doi.org/10.1145/3030207.3030229">Abedi, Brecht: Conducting Repeatable
 *     Experiments in Highly Variable Cloud Computing Environments (2017), on randomised multiple
 *     interleaved trials</a>
 * @see <a href="https://doi.org/10.1145/2464157.2464160">Kalibera, Jones: Rigorous Benchmarking in
 *     Reasonable Time (2013), on blocks and ratios</a>
 */
public record PairedBlocks(
    String metric, Direction direction, List<Double> baseline, List<Double> candidate)
    implements Blocks {
  public PairedBlocks {
    Objects.requireNonNull(direction, "direction");
    baseline = SeparateBlocks.checked(metric, "baseline", baseline);
    candidate = SeparateBlocks.checked(metric, "candidate", candidate);
    if (baseline.size() != candidate.size()) {
      throw new IllegalArgumentException(
          "%s: pairs need as many blocks of the baseline as of the candidate, there are %d and %d"
              .formatted(metric, baseline.size(), candidate.size()));
    }
  }

  @Override
  public double p() {
    return IntervalMethod.SIGNED_RANK.p(logRatios());
  }

  @Override
  public Comparison compare(double confidence) {
    return compare(confidence, IntervalMethod.SIGNED_RANK);
  }

  Comparison compare(double confidence, IntervalMethod method) {
    double[] logRatios = logRatios();
    return new Comparison(
        metric,
        direction,
        Comparison.ratio(method.interval(logRatios, confidence)),
        method.p(logRatios),
        logRatios.length,
        confidence);
  }

  private double[] logRatios() {
    double[] logRatios = new double[baseline.size()];
    for (int i = 0; i < logRatios.length; i++) {
      logRatios[i] = Math.log(candidate.get(i) / baseline.get(i));
    }
    return logRatios;
  }
}
