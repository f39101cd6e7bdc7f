package pggit.load.measure;

import java.nio.file.Path;
import java.time.Duration;

/** Samples pools into {@code pool.csv}. */
public final class PoolSampler {

  /** Name of the file in a run's directory. */
  public static final String NAME = "pool.csv";

  private static final String COLUMNS = "active,idle,pending,total,timeouts";

  private PoolSampler() {}

  /**
   * A sampler for a run's pools; it watches none yet.
   *
   * @param directory the run's directory, created if need be
   */
  public static Sampler<PoolState> open(Path directory, Duration every) {
    return new Sampler<>(directory.resolve(NAME), COLUMNS, every, PoolSampler::cells);
  }

  private static String cells(PoolState state) {
    return state.active()
        + ","
        + state.idle()
        + ","
        + state.pending()
        + ","
        + state.total()
        + ","
        + state.timeouts();
  }
}
