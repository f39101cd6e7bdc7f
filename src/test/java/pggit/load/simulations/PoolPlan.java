package pggit.load.simulations;

import java.time.Duration;
import java.util.List;
import pggit.load.server.SetupException;
import pggit.load.settings.Durations;
import pggit.load.settings.Keys;
import pggit.load.settings.Settings;

/**
 * The numbers of the pool simulations, checked against each other: a hold that fits its time-out
 * badly shows nothing, and a load test that shows nothing looks like a passed one.
 *
 * @param limits sizes of the pools that are exhausted
 * @param timeout longest wait for a connection there
 * @param longHold where waiting is to end in a time-out
 * @param shortHold where waiting is to end with a connection
 * @param leakThreshold after which a leak is reported
 * @param pressure the pool under pressure
 */
record PoolPlan(
    List<Integer> limits,
    Duration timeout,
    Duration longHold,
    Duration shortHold,
    Duration leakThreshold,
    Pressure pressure) {

  /**
   * The pool under pressure.
   *
   * @param size of the pool
   * @param hold how long each request holds a connection
   * @param timeout longest wait for one
   * @param leg length of each leg of the load
   */
  record Pressure(int size, Duration hold, Duration timeout, Duration leg) {}

  private static final double LONG_ENOUGH = 1.25;
  private static final double SHORT_ENOUGH = 0.8;
  private static final int HOLDS_IN_A_LEG = 10;

  /**
   * The numbers of these settings.
   *
   * @throws SetupException if the numbers do not fit each other
   */
  static PoolPlan of(Settings settings) {
    var timeout = settings.duration("pool.timeout");
    var statement = settings.duration("timeout");
    var longHold = settings.duration("pool.hold.long");
    var shortHold = settings.duration("pool.hold.short");
    var pressure =
        new Pressure(
            settings.count("pool.size"),
            settings.duration("pool.pressure.hold"),
            settings.duration("pool.pressure.timeout"),
            settings.duration("pool.pressure.leg"));
    require(
        longHold.toNanos() >= LONG_ENOUGH * timeout.toNanos(),
        "pool.hold.long",
        longHold,
        "at least %s x pool.timeout (%s), or nobody who waits gets a time-out"
            .formatted(LONG_ENOUGH, Durations.text(timeout)));
    require(
        shortHold.toNanos() <= SHORT_ENOUGH * timeout.toNanos(),
        "pool.hold.short",
        shortHold,
        "at most %s x pool.timeout (%s), or those who wait get a time-out"
            .formatted(SHORT_ENOUGH, Durations.text(timeout)));
    require(
        longHold.compareTo(statement) < 0,
        "pool.hold.long",
        longHold,
        "less than pggit.timeout (%s), or the server cancels it"
            .formatted(Durations.text(statement)));
    require(
        pressure.hold().compareTo(statement) < 0,
        "pool.pressure.hold",
        pressure.hold(),
        "less than pggit.timeout (%s), or the server cancels it"
            .formatted(Durations.text(statement)));
    require(
        pressure.leg().compareTo(pressure.hold().multipliedBy(HOLDS_IN_A_LEG)) >= 0,
        "pool.pressure.hold",
        pressure.hold(),
        "at most a tenth of pool.pressure.leg (%s), or the phase is over before it shows anything"
            .formatted(Durations.text(pressure.leg())));
    require(
        pressure.leg().equals(Duration.ofSeconds(pressure.leg().toSeconds())),
        "pool.pressure.leg",
        pressure.leg(),
        "whole seconds, since Gatling cuts off the rest");
    return new PoolPlan(
        settings.counts("pool.limits"),
        timeout,
        longHold,
        shortHold,
        settings.duration("pool.leak.threshold"),
        pressure);
  }

  private static void require(boolean holds, String key, Duration value, String expected) {
    if (!holds) {
      throw new SetupException(
          "%s%s = \"%s\": expected %s"
              .formatted(Keys.PREFIX, key, Durations.text(value), expected));
    }
  }
}
