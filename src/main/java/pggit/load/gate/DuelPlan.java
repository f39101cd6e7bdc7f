package pggit.load.gate;

import java.time.Duration;
import pggit.load.pggit.OnError;

/**
 * How two pgGits are compared.
 *
 * @param budget longest time of the measurement
 * @param patience longest time of one statement
 * @param users who commit at once for the throughput, at least 1
 * @param seed of the order of turns
 * @param onError what an SQL error in a script does, of either side
 * @param sessionPairs pairs between new sessions on new copies of the databases, at most
 */
public record DuelPlan(
    Limits limits,
    Duration budget,
    Duration patience,
    int users,
    long seed,
    OnError onError,
    int sessionPairs) {
  public DuelPlan(
      Limits limits, Duration budget, Duration patience, int users, long seed, OnError onError) {
    this(limits, budget, patience, users, seed, onError, 10);
  }

  /**
   * The session that a pair is measured in. The first ones are as short as they may be, and as many
   * as it takes to say that a time got worse.
   *
   * @param pair from 1
   * @return from 1
   */
  int sessionOf(int pair) {
    int few = Math.min(Measured.LEAST_PAIRS, sessionPairs);
    int later = pair - MetricRuling.LEAST_SESSIONS * few;
    return later <= 0
        ? 1 + (pair - 1) / few
        : 1 + MetricRuling.LEAST_SESSIONS + (later - 1) / sessionPairs;
  }
}
