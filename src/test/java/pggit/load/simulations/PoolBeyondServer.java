package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import pggit.load.measure.Estimate;
import pggit.load.measure.PoolState;
import pggit.load.measure.Sampler;
import pggit.load.measure.StallMeter;
import pggit.load.measure.Verdict;
import pggit.load.protocol.Pool;
import pggit.load.run.LoadRun;
import pggit.load.run.WatchedPool;
import pggit.load.server.Endpoint;
import pggit.load.verdict.SlotJudge;

/** A pool that is larger than what the server admits, and as many users as it should have. */
final class PoolBeyondServer {

  static final String NAME = "pggit pool larger than the server";

  private static final String HOLD = "hold, pool of ";
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration FILLED_WITHIN = Duration.ofSeconds(10);

  private final int size;
  private final int places;
  private final WatchedPool watched;
  private final Pool pool;
  private final Sampler<PoolState> samples;
  private final StallMeter meter;
  private final AtomicLong held = new AtomicLong();

  /**
   * @param places how many connections the server admits
   */
  PoolBeyondServer(LoadRun run, Endpoint users, int size, int places) {
    this.size = size;
    this.places = places;
    watched = new WatchedPool(NAME, users, size, TIMEOUT);
    pool = run.closing(new Pool(watched.config()));
    samples = run.closing(PoolState.sampler(run.directory(), Duration.ofMillis(100)));
    samples.watch(NAME, watched.state());
    meter = run.closing(new StallMeter());
  }

  Pool pool() {
    return pool;
  }

  PopulationBuilder population() {
    return scenario("pool of " + size)
        .exec(once("fill the pool", this::fill))
        .exec(pggit(HOLD + size).sql("SELECT pg_sleep(1.5)"))
        .exec(gather("all have tried, pool of " + size, size, FILLED_WITHIN))
        .exec(once("close the pool", pool::close))
        .injectOpen(atOnceUsers(size));
  }

  private void fill() {
    pool.open();
    watched.awaitTotal(places, FILLED_WITHIN);
    held.set(System.nanoTime());
  }

  /** Who comes to a pool that the server gave less than it asked for does not get a connection. */
  Assertion refusesTheSurplus() {
    return details(HOLD + size).failedRequests().count().gte((long) size - places);
  }

  Collection<Estimate> estimates() {
    return watched.estimates();
  }

  Verdict verdict() {
    return SlotJudge.smallerPool(
        "pool of %d on %d slots".formatted(size, places),
        places,
        watched.facts(samples.samples(NAME), List.of(), meter.stalls()).since(held.get()));
  }
}
