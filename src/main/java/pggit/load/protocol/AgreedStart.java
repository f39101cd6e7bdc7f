package pggit.load.protocol;

import io.gatling.commons.util.Clock;
import io.gatling.core.controller.inject.InjectionProfile;
import io.gatling.core.controller.inject.Workload;
import io.gatling.core.scenario.Scenario;
import io.gatling.core.stats.StatsEngine;
import io.gatling.javaapi.core.PopulationBuilder;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import scala.Option;

/**
 * An injection profile that begins at an instant which is agreed before its population has its
 * turn. Gatling looks once a second whose turn it is; the instant lies later than that.
 */
record AgreedStart(InjectionProfile profile, LongSupplier startNanos) implements InjectionProfile {

  /**
   * The population with such a start. Gatling Enterprise is told to leave it whole: it has this
   * injector's share already.
   */
  static PopulationBuilder of(PopulationBuilder population, LongSupplier startNanos) {
    var scala = population.asScala();
    return new PopulationBuilder(
        scala.copy(
            scala.scenarioBuilder(),
            new AgreedStart(scala.injectionProfile(), startNanos),
            scala.scenarioProtocols(),
            scala.scenarioThrottleSteps(),
            scala.pauseType(),
            scala.children(),
            false));
  }

  @Override
  public Option<Object> totalUserCount() {
    return profile.totalUserCount();
  }

  /** An open profile counts from the start; a closed one asks for its users at once. */
  @Override
  public Workload workload(
      Scenario scenario,
      AtomicLong userIds,
      long startMillis,
      EventLoopGroup eventLoops,
      StatsEngine stats,
      Clock clock) {
    long ahead = startNanos.getAsLong() - System.nanoTime();
    long delay = Math.max(0, TimeUnit.NANOSECONDS.toMillis(ahead + 500_000));
    return profile.workload(scenario, userIds, startMillis + delay, eventLoops, stats, clock);
  }
}
