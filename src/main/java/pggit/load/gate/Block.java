package pggit.load.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The latencies of one side in one pair. What failed has none; where half of all failed, what
 * worked may be of another kind, and nothing is said.
 */
final class Block {
  private final List<Long> nanos = new ArrayList<>();
  private int asked;

  void add(Optional<Long> took) {
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
  Optional<Double> quantile(double q, double unit) {
    return says()
        ? nanos.stream().sorted().skip((long) (q * worked())).findFirst().map(at -> at / unit)
        : Optional.empty();
  }
}
