package pggit.load.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pggit.load.measure.PoolState;
import pggit.load.measure.Sampler;
import pggit.load.measure.StallMeter;
import pggit.load.measure.Verdict;
import pggit.load.pggit.Backends;
import pggit.load.server.Endpoint;
import pggit.load.verdict.PoolFacts;

/**
 * Watches pools from both ends: what they say about themselves goes into {@code pool.csv}, what the
 * server says about their sessions into {@code backends.csv}. Notes when the machine stands still.
 */
public final class PoolWatch implements AutoCloseable {

  private static final String BACKENDS = "backends.csv";

  /** A session ends when its backend has noticed that the client has gone. */
  private static final Duration GONE_WITHIN = Duration.ofSeconds(2);

  /** A pool of which nothing newer is known is closed. */
  private static final Duration RECENT = Duration.ofSeconds(2);

  private final Endpoint harness;
  private final Sampler<PoolState> pools;
  private final Sampler<Backends> backends;
  private final StallMeter meter = new StallMeter();
  private final Map<String, WatchedPool> watched = new LinkedHashMap<>();
  private final List<Backends.Source> sources = new ArrayList<>();

  /**
   * @param harness a login that sees the sessions of the load; one connection for each pool
   * @param every time from one look to the next
   */
  public PoolWatch(Path directory, Endpoint harness, Duration every) {
    this.harness = harness;
    pools = PoolState.sampler(directory, every);
    backends = new Sampler<>(directory.resolve(BACKENDS), Backends.COLUMNS, every, Backends::cells);
  }

  /** Begins to watch a pool, whether or not it is open yet. */
  public void watch(WatchedPool pool) {
    watched.put(pool.name(), pool);
    pools.watch(pool.name(), pool.state());
    var source = new Backends.Source(harness, pool.name());
    sources.add(source);
    backends.watch(pool.name(), source);
  }

  /** What the pools that are open say now. */
  Map<String, PoolState> states() {
    return pools.latest(RECENT);
  }

  /** What a pool did so far. */
  public PoolFacts facts(WatchedPool pool) {
    return pool.facts(pools.samples(pool.name()), backends.samples(pool.name()), meter.stalls());
  }

  /**
   * Waits a while for sessions of a pool to end.
   *
   * @param backends their process IDs
   * @return how many are left
   */
  public int awaitEnd(WatchedPool pool, Collection<Integer> backends) {
    return ScratchLeftovers.awaitEnd(harness, backends, pool.name(), GONE_WITHIN);
  }

  /** No session of any of these pools is left; to be asked when all are closed. */
  public Verdict nothingLeft() {
    return ScratchLeftovers.verdict(harness, watched.keySet(), GONE_WITHIN);
  }

  @Override
  public void close() {
    sources.forEach(Backends.Source::close);
    pools.close();
    backends.close();
    meter.close();
  }
}
