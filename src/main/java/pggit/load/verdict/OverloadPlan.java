package pggit.load.verdict;

import java.time.Duration;
import java.util.List;
import pggit.load.protocol.Demand;
import pggit.load.settings.Settings;

/**
 * The way of an overload: 0.7, 1.5, 2 and again 0.7 times the capacity; before it half a leg at 0.7
 * to warm up, of which nothing is judged.
 */
public record OverloadPlan(Settings.Capacity.Overload settings) {
  private static final double CALM = 0.7;
  private static final int LEAST_WINDOWS = 10;

  /** The legs at a capacity, in arrivals per second. */
  public List<Demand.Leg> legs(double capacity) {
    return List.of(
        new Demand.Leg(CALM * capacity, warmUp()),
        new Demand.Leg(CALM * capacity, settings.leg()),
        new Demand.Leg(1.5 * capacity, settings.leg()),
        new Demand.Leg(2 * capacity, settings.leg()),
        new Demand.Leg(CALM * capacity, settings.watch()));
  }

  Duration warmUp() {
    return settings.leg().dividedBy(2);
  }

  /** How long the capacity is looked for at each number of users. */
  public Duration climb() {
    return settings.leg().dividedBy(2);
  }

  /** About 1 s, or a tenth of a leg that is shorter than ten of these. */
  Duration window() {
    return settings.leg().dividedBy(windows());
  }

  int windows() {
    return Math.max(LEAST_WINDOWS, (int) settings.leg().toSeconds());
  }

  int windowsAfter() {
    return (int) Math.max(1, settings.watch().toNanos() / window().toNanos());
  }

  /** Longest wait for a connection in so many attempts together. */
  double patienceSeconds(int attempts) {
    return attempts * settings.patience().toNanos() / 1e9;
  }
}
