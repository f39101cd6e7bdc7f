package pggit.load.gate;

import java.time.Duration;
import java.util.Objects;
import pggit.load.pggit.OnError;

/**
 * How two pgGits are compared.
 *
 * @param budget longest time of the measurement
 * @param patience longest time of one statement
 * @param users who commit at once for the throughput, at least 1
 * @param seed of the order of turns
 * @param onError what an SQL error in a script does, of either side
 */
public record DuelPlan(
    Limits limits, Duration budget, Duration patience, int users, long seed, OnError onError) {
  public DuelPlan {
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(onError, "onError");
    if (budget.isNegative() || budget.isZero() || patience.toMillis() < 1 || users < 1) {
      throw new IllegalArgumentException(
          "a duel needs time and users: %s, %s, %d".formatted(budget, patience, users));
    }
  }
}
