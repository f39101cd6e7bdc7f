package pggit.load.verdict;

import java.time.Duration;
import java.util.List;
import pggit.load.protocol.Demand;
import pggit.load.settings.Settings;

/**
 * The way of an overload: 0.7, 1.5, 2 and again 0.7 times the capacity; before it half a leg at 0.7
 * to warm up, of which nothing is judged.
 *
 * @param leg length of the first three
 * @param watch length of the last one, since coming back may take its time
 * @param patience longest wait for a connection in one attempt
 * @param tries attempts of users who do not give up at once, at least 2
 */
public record OverloadPlan(Duration leg, Duration watch, Duration patience, int tries) {

  static final double CALM = 0.7;
  private static final int LEAST_WINDOWS = 10;

  public static OverloadPlan of(Settings.Capacity.Overload settings) {
    return new OverloadPlan(
        settings.leg(), settings.watch(), settings.patience(), settings.tries());
  }

  /** The legs at a capacity, in arrivals per second. */
  public List<Demand.Leg> legs(double capacity) {
    return List.of(
        new Demand.Leg(CALM * capacity, warmUp()),
        new Demand.Leg(CALM * capacity, leg),
        new Demand.Leg(1.5 * capacity, leg),
        new Demand.Leg(2 * capacity, leg),
        new Demand.Leg(CALM * capacity, watch));
  }

  Duration warmUp() {
    return leg.dividedBy(2);
  }

  /** How long the capacity is looked for at each number of users. */
  public Duration climb() {
    return leg.dividedBy(2);
  }

  /** About 1 s, or a tenth of a leg that is shorter than ten of these. */
  Duration window() {
    return leg.dividedBy(windows());
  }

  int windows() {
    return Math.max(LEAST_WINDOWS, (int) leg.toSeconds());
  }

  int windowsAfter() {
    return (int) Math.max(1, watch.toNanos() / window().toNanos());
  }

  /** Longest wait for a connection in so many attempts together. */
  double patienceSeconds(int attempts) {
    return attempts * patience.toNanos() / 1e9;
  }
}
