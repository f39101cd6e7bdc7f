package pggit.load.run;

import com.zaxxer.hikari.HikariConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
  private final CountingDoor door;
  private final HikariConfig config = new HikariConfig();

  private WatchedPool(String name, Endpoint endpoint, int limit, Duration timeout) {
    this.name = name;
    this.limit = limit;
    this.timeout = timeout;
    this.door = new CountingDoor(endpoint.with("ApplicationName", name));
    config.setPoolName(name);
    config.setDataSource(door);
    config.setMaximumPoolSize(limit);
    config.setMinimumIdle(limit);
    config.setConnectionTimeout(timeout.toMillis());
    config.setValidationTimeout(LEAST_TIMEOUT_MILLIS);
    config.setRegisterMbeans(true);
    config.setMetricsTrackerFactory(tracker);
  }

  /**
   * A pool that is still to be opened.
   *
   * @param name of the pool and of its sessions
   * @param endpoint where its connections lead
   * @param limit most connections, at least 1
   * @param timeout longest wait for one, at least 250 ms
   */
  public static WatchedPool of(String name, Endpoint endpoint, int limit, Duration timeout) {
    return new WatchedPool(name, endpoint, limit, timeout);
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

  /** Whether all its connections are open. */
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

  public Duration timeout() {
    return timeout;
  }

  /** For one pool only. */
  public HikariConfig config() {
    return config;
  }

  public PoolTracker tracker() {
    return tracker;
  }

  /** What the pool says about itself, whoever opened it. */
  public Supplier<Optional<PoolState>> state() {
    return PoolState.ofRegistered(name, tracker);
  }

  /** Connections that the server refused to the pool, by SQLSTATE. */
  public Map<String, Long> refusals() {
    return door.refusals();
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
