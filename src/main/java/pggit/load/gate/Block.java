package pggit.load.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The latencies of one side in one pair. What failed has none; where half of all failed, what
 * worked may be of another kind, and nothing is said.
 */
final class Block {
  private final List<Long> nanos = new ArrayList<>();
  private int asked;

  void add(OptionalLong took) {
    asked++;
    took.ifPresent(nanos::add);
  }

  int worked() {
    return nanos.size();
  }

  boolean says() {
    return 2 * worked() > asked;
  }

  /**
   * @param unit ns of the result's unit
   */
  OptionalDouble quantile(double q, double unit) {
    return says()
        ? OptionalDouble.of(
            nanos.stream()
                    .sorted()
                    .skip(Math.min(worked() - 1, (int) (q * worked())))
                    .findFirst()
                    .orElseThrow()
                / unit)
        : OptionalDouble.empty();
  }
}
