package pggit.load.duel;

import java.time.Duration;
import java.util.Objects;
import pggit.load.gate.Limits;

/**
 * How two pgGits are compared.
 *
 * @param limits what counts as a regression
 * @param budget longest time of the measurement
 * @param patience longest time of one statement
 * @param users who commit at once for the throughput, at least 1
 * @param seed of the order of turns
 */
public record DuelPlan(Limits limits, Duration budget, Duration patience, int users, long seed) {
  public DuelPlan {
    Objects.requireNonNull(limits, "limits");
    if (budget.isNegative() || budget.isZero() || patience.toMillis() < 1 || users < 1) {
      throw new IllegalArgumentException(
          "a duel needs time and users: %s, %s, %d".formatted(budget, patience, users));
    }
  }
}
