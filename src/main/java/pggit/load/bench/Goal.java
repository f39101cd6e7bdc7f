package pggit.load.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import pggit.load.measure.Estimate;
import pggit.load.measure.Verdict;

/**
 * A ratio that the protocol is to reach, in the cells that are named.
 *
 * @param least the smallest ratio that will do
 */
record Goal(Load load, Set<Integer> connections, Driver compared, double least) {

  /** Empty for a cell that it is not about. */
  Optional<Verdict> judge(BenchCell cell) {
    if (cell.load() != load
        || !connections.contains(cell.connections())
        || !cell.has(Driver.PROTOCOL, compared)) {
      return Optional.empty();
    }
    return Optional.of(atLeast(cell.ratio(Driver.PROTOCOL, compared), least));
  }

  /** Undecided while the interval holds the limit itself. */
  static Verdict atLeast(Estimate estimate, double least) {
    double value = estimate.value().orElseThrow();
    return decided(
        estimate.name() + " >= " + least,
        estimate.low().orElse(value) >= least,
        estimate.high().orElse(value) < least,
        estimate);
  }

  /** Undecided while the interval holds the limit itself. */
  static Verdict atMost(Estimate estimate, double most) {
    double value = estimate.value().orElseThrow();
    return decided(
        estimate.name() + " <= " + most,
        estimate.high().orElse(value) <= most,
        estimate.low().orElse(value) > most,
        estimate);
  }

  private static Verdict decided(String name, boolean holds, boolean fails, Estimate estimate) {
    double value = estimate.value().orElseThrow();
    var evidence =
        String.format(
            Locale.ROOT,
            "%.2f [%.2f, %.2f], %d rounds",
            value,
            estimate.low().orElse(value),
            estimate.high().orElse(value),
            estimate.count());
    if (holds) {
      return Verdict.pass(name, evidence);
    }
    return fails ? Verdict.fail(name, evidence) : Verdict.undecided(name, evidence);
  }
}
