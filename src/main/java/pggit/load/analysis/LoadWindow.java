package pggit.load.analysis;

/**
 * One second under load.
 *
 * @param offeredPerSecond operations that users asked for
 * @param goodputPerSecond operations that succeeded in time
 * @param p95Seconds 95th percentile of their response times; 0 if nothing succeeded
 * @param errorShare failed operations over all that ended, 0 to 1
 * @param pendingAcquires users waiting for a connection at its end
 */
public record LoadWindow(
    double offeredPerSecond,
    double goodputPerSecond,
    double p95Seconds,
    double errorShare,
    int pendingAcquires) {
  public LoadWindow {
    boolean possible =
        offeredPerSecond >= 0
            && goodputPerSecond >= 0
            && p95Seconds >= 0
            && errorShare >= 0
            && errorShare <= 1
            && pendingAcquires >= 0;
    if (!possible) {
      throw new IllegalArgumentException(
          "expected numbers >= 0 and a share of errors <= 1, were %s, %s, %s, %s, %d"
              .formatted(
                  offeredPerSecond, goodputPerSecond, p95Seconds, errorShare, pendingAcquires));
    }
  }

  /** Goodput over offered load; 1 if nothing was asked for. */
  double served() {
    return offeredPerSecond == 0 ? 1 : goodputPerSecond / offeredPerSecond;
  }
}
