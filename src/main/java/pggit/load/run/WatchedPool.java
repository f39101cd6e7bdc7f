package pggit.load.run;

import com.zaxxer.hikari.HikariConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.PoolState;
import pggit.load.measure.PoolTracker;
import pggit.load.measure.Sample;
import pggit.load.measure.Stall;
import pggit.load.pggit.Backends;
import pggit.load.server.Endpoint;
import pggit.load.verdict.PoolFacts;

/**
 * The configuration of one HikariCP pool, with everything that is needed to say afterwards what the
 * pool did. Whoever opens the pool, gatling-jdbc or ourselves, also closes it. Its name is the
 * {@code application_name} of its sessions.
 */
public final class WatchedPool {

  /** Acquisitions that are kept one by one: some 40 MB at most. */
  private static final int KEPT = 400_000;

  /** The least that HikariCP takes. */
  private static final long LEAST_TIMEOUT_MILLIS = 250;

  private static final long LOOK_MILLIS = 10;

  private final String name;
  private final int limit;
  private final Duration timeout;
  private final PoolTracker tracker = new PoolTracker(KEPT);
  private final RefusalCounter connections;
  private final HikariConfig config = new HikariConfig();

  /**
   * A pool that is still to be opened.
   *
   * @param name of the pool and of its sessions
   * @param endpoint where its connections lead
   * @param limit most connections, at least 1
   * @param timeout longest wait for one, at least 250 ms
   */
  public WatchedPool(String name, Endpoint endpoint, int limit, Duration timeout) {
    this.name = name;
    this.limit = limit;
    this.timeout = timeout;
    connections = new RefusalCounter(endpoint.with("ApplicationName", name));
    config.setPoolName(name);
    config.setDataSource(connections);
    config.setMaximumPoolSize(limit);
    config.setMinimumIdle(limit);
    config.setConnectionTimeout(timeout.toMillis());
    config.setValidationTimeout(LEAST_TIMEOUT_MILLIS);
    config.setRegisterMbeans(true);
    config.setMetricsTrackerFactory(tracker);
  }

  /**
   * The same pool with leak detection, before it is opened.
   *
   * @param threshold after which a connection that is still out is reported, at least 2 s
   */
  public WatchedPool withLeakDetection(Duration threshold) {
    config.setLeakDetectionThreshold(threshold.toMillis());
    return this;
  }

  /**
   * The same pool, opening its connections only when they are asked for and keeping them then;
   * before it is opened. HikariCP opens one after the other, so that the first crowd may get
   * time-outs for no other reason than that. A pool is filled from the start otherwise, as HikariCP
   * recommends.
   */
  public WatchedPool onDemand() {
    config.setMinimumIdle(0);
    config.setIdleTimeout(0);
    return this;
  }

  public boolean isFull() {
    return state().get().filter(now -> now.total() == limit).isPresent();
  }

  /**
   * Waits until it is full, unless it opens its connections on demand; goes on after the limit, for
   * a pool that stays small is for the verdicts to find.
   */
  public void awaitFull(Duration within) {
    if (config.getMinimumIdle() == limit) {
      awaitTotal(limit, within);
    }
  }

  /** Waits until it has so many connections; goes on after the limit. */
  public void awaitTotal(int connections, Duration within) {
    long start = System.nanoTime();
    while (state().get().filter(now -> now.total() == connections).isEmpty()
        && System.nanoTime() - start < within.toNanos()) {
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  public String name() {
    return name;
  }

  public int limit() {
    return limit;
  }

  /** For one pool only. */
  public HikariConfig config() {
    return config;
  }

  /** What the pool says about itself, whoever opened it. */
  public Supplier<Optional<PoolState>> state() {
    return PoolState.ofRegistered(name, tracker);
  }

  /** Connections that the server refused to the pool, by SQLSTATE. */
  public Map<String, Long> refusals() {
    return connections.refusals();
  }

  /** How long callers waited, and how many in vain. */
  public List<Estimate> estimates() {
    var acquire = tracker.acquire();
    long timeouts = tracker.timeoutCount();
    var estimates = new ArrayList<Estimate>();
    estimates.add(acquire.quantile(name + " acquire p50", 0.5));
    estimates.add(acquire.quantile(name + " acquire p95", 0.95));
    estimates.add(
        Estimate.of(name + " time-outs", "callers", Direction.NEITHER, timeouts, acquire.count()));
    if (!tracker.creation().isEmpty()) {
      estimates.add(tracker.creation().quantile(name + " connection opened p50", 0.5));
    }
    return estimates;
  }

  /**
   * All that happened so far.
   *
   * @throws IllegalStateException if more happened than was kept: verdicts on a part of it would be
   *     verdicts on something else
   */
  public PoolFacts facts(
      List<Sample<PoolState>> samples, List<Sample<Backends>> backends, List<Stall> stalls) {
    if (tracker.dropped() > 0) {
      throw new IllegalStateException(
          "pool %s served %d callers more than the %d that are kept"
              .formatted(name, tracker.dropped(), KEPT));
    }
    return new PoolFacts(
        limit,
        timeout,
        tracker.acquisitions(),
        tracker.returns(),
        samples,
        backends,
        refusals(),
        stalls);
  }
}
