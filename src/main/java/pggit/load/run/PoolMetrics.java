package pggit.load.run;

import java.util.ArrayList;
import java.util.List;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.PoolTracker;

/** The figures of a pool for {@code run.json}. */
public final class PoolMetrics {

  private PoolMetrics() {}

  /** How long callers waited, and how many in vain. */
  public static List<Estimate> of(WatchedPool pool) {
    PoolTracker tracker = pool.tracker();
    var acquire = tracker.acquire();
    var metrics = new ArrayList<Estimate>();
    metrics.add(acquire.quantile(pool.name() + " acquire p50", 0.5));
    metrics.add(acquire.quantile(pool.name() + " acquire p95", 0.95));
    metrics.add(
        Estimate.of(
            pool.name() + " time-outs",
            "callers",
            Direction.NEITHER,
            (double) tracker.timeoutCount(),
            acquire.count()));
    if (!tracker.creation().isEmpty()) {
      metrics.add(tracker.creation().quantile(pool.name() + " connection opened p50", 0.5));
    }
    return metrics;
  }
}
