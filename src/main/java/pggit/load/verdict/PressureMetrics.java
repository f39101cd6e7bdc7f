package pggit.load.verdict;

import java.util.List;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;

/** The figures of a pool under pressure for {@code run.json}: waiting, leg by leg. */
public final class PressureMetrics {

  private PressureMetrics() {}

  /**
   * Capacity, goodput, and the waits before, during and after the overload.
   *
   * @param capacity requests per second, measured before
   * @param half what happened at half of the capacity
   * @param twice what happened at twice the capacity
   * @param back what happened at half again
   * @param goodputAtTwice requests per second that were served at twice the capacity
   */
  public static List<Estimate> of(
      double capacity, PoolFacts half, PoolFacts twice, PoolFacts back, double goodputAtTwice) {
    return List.of(
        Estimate.of(
            "pool capacity",
            "requests/s",
            Direction.HIGHER_IS_BETTER,
            capacity,
            Math.round(capacity)),
        Estimate.of(
            "goodput at twice the capacity",
            "requests/s",
            Direction.HIGHER_IS_BETTER,
            goodputAtTwice,
            twice.returns().size()),
        wait("at half the capacity", half),
        wait("at twice the capacity", twice),
        wait("after the pressure", back),
        Estimate.of(
            "longest queue at twice the capacity",
            "callers",
            Direction.NEITHER,
            twice.peakPending(),
            twice.samples().size()),
        Estimate.of(
            "time-outs at twice the capacity",
            "callers",
            Direction.NEITHER,
            twice.timeouts().size(),
            twice.acquisitions().size()));
  }

  /**
   * What was served of what could be, at a load that asked for more; drawn as a curve.
   *
   * @param times the load over the capacity
   * @param goodput requests per second that were served meanwhile
   */
  public static Estimate grace(double times, double goodput, double capacity) {
    return Estimate.of("grace", "", Direction.HIGHER_IS_BETTER, goodput / capacity, 1)
        .of(new Estimate.Of("", "grace").at(times, "x capacity"));
  }

  private static Estimate wait(String when, PoolFacts facts) {
    var name = "acquire p95 " + when;
    long served = facts.served().size();
    return served == 0
        ? Estimate.unknown(name, "ms", Direction.LOWER_IS_BETTER)
        : Estimate.of(
            name,
            "ms",
            Direction.LOWER_IS_BETTER,
            PressureJudge.waitNanos(facts, 0.95) / 1e6,
            served);
  }
}
