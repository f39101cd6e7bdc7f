package pggit.load.simulations;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import pggit.load.measure.EventLog;
import pggit.load.measure.Tally;
import pggit.load.measure.Verdict;
import pggit.load.run.LoadRun;
import pggit.load.run.PoolWatch;
import pggit.load.run.WatchedPool;
import pggit.load.verdict.InjectorLimit;
import pggit.load.verdict.PoolFacts;
import pggit.load.verdict.PoolJudge;
import pggit.load.verdict.PressureJudge;

/**
 * What a pool did on a way of legs of equal length: half of its capacity, up, twice the capacity,
 * down, and some legs at half again. Places on the way are counted in legs.
 */
final class PressureLegs {

  static final int BACK = 3;
  private static final int WINDOWS_IN_A_LEG = 5;

  private final PoolWatch watch;
  private final WatchedPool pool;
  private final Duration leg;
  private final BareTimeouts control;
  private final AtomicLong begun = new AtomicLong();

  /**
   * @param control of a pool with the same time-out
   */
  PressureLegs(PoolWatch watch, WatchedPool pool, Duration leg, BareTimeouts control) {
    this.watch = watch;
    this.pool = pool;
    this.leg = leg;
    this.control = control;
  }

  /** The first one to come begins the way. */
  void begin() {
    if (begun.compareAndSet(0, System.nanoTime())) {
      control.start();
    }
  }

  private PoolFacts between(double from, double to) {
    return watch.facts(pool).between(begun.get() + nanos(from), begun.get() + nanos(to));
  }

  private double goodput(double from, double to) {
    return PressureJudge.goodput(between(from, to), Duration.ofNanos(nanos(to - from)));
  }

  private long nanos(double legs) {
    return Math.round(legs * leg.toNanos());
  }

  private Instant at(double legs) {
    return Instant.now().plusNanos(begun.get() + nanos(legs) - System.nanoTime());
  }

  /**
   * @param capacity requests per second that the pool can serve
   * @param noWait a wait below this is none
   */
  List<Verdict> verdicts(LoadRun run, Tally requests, double capacity, Duration noWait) {
    var all = between(0, 4 + BACK);
    double part = 1.0 / WINDOWS_IN_A_LEG;
    var back =
        IntStream.range(0, BACK * WINDOWS_IN_A_LEG)
            .mapToObj(i -> between(4 + i * part, 4 + (i + 1) * part))
            .toList();
    var disturbed = run.disturbed(begun.get(), begun.get() + nanos(4 + BACK));
    return List.of(
        PoolJudge.limit("pool limit", all, pool.limit()),
        PressureJudge.refusals("refusals fail fast", all, requests, control.soFar()),
        InjectorLimit.excused(
            PressureJudge.graceful("graceful overload", capacity, beyond(), twice()), disturbed),
        InjectorLimit.excused(
            PressureJudge.recovery(
                "recovery", goodput(0, 1), back, leg.dividedBy(WINDOWS_IN_A_LEG), noWait),
            disturbed));
  }

  /** On the ramp from 0.5 to 2 x, half way to five sixths: 1.25 to 1.75 x. */
  private double beyond() {
    return goodput(1.5, 1 + 5 / 6.0);
  }

  private double twice() {
    return goodput(2, 3);
  }

  /** Adds the figures and, when the capacity was passed, the events. */
  void tell(LoadRun run, double capacity) {
    run.measured(
        PressureJudge.estimates(
            capacity, between(0, 1), between(2, 3), between(4, 4 + BACK), twice()));
    run.measured(
        List.of(
            PressureJudge.grace(0.5, goodput(0, 1), capacity),
            PressureJudge.grace(1.5, beyond(), capacity),
            PressureJudge.grace(2, twice(), capacity)));
    // On the ramps from 0.5 to 2 x and back, the capacity is passed after a third and two thirds.
    run.events().add(at(1 + 1 / 3.0), EventLog.Kind.FAULT, "more than the capacity");
    run.events().add(at(3 + 2 / 3.0), EventLog.Kind.REPAIR, "less than the capacity");
  }
}
