package pggit.load.analysis;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Verdict;

/**
 * Whether a system comes back after overload, once the load is what it carried before. A system
 * that stays down although the cause is gone is metastable: retries, queues or caches keep it
 * there.
 *
 * @param seconds from the return of the load to the first of ten good windows in a row; empty if
 *     there were none
 * @param limitSeconds the longest that counts as recovered: 10 s, or three times what working off
 *     the backlog takes with the spare capacity
 * @param watchedSeconds how long it was watched since the load's return, or since the last good
 *     window of ten in a row if it went down again and stayed down
 * @param goodputRatio served share of the offered load, last ten windows over before
 * @param p95Ratio 95th percentile of response times, last ten windows over before; infinite if
 *     nothing succeeded
 * @see <a href="https://doi.org/10.1145/3458336.3465286">Bronson, Aghayev, Charapko, Zhu:
 *     Metastable Failures in Distributed Systems (2021)</a>
 */
public record Recovery(
    Kind kind,
    OptionalDouble seconds,
    double limitSeconds,
    double watchedSeconds,
    double goodputRatio,
    double p95Ratio) {
  static final int GOOD_WINDOWS = 10;
  private static final double LEAST_LIMIT_SECONDS = 10;

  public enum Kind {
    RECOVERED,
    /** Recovered, but later than the limit. */
    LATE,
    /** Down for longer than the limit, although the load is low. */
    METASTABLE,
    /**
     * Watched too short, no spare capacity, not steady before the overload, or down again at the
     * end.
     */
    UNDECIDED
  }

  /**
   * Judges the windows after an overload by those before it.
   *
   * @param windowSeconds length of a window: 1 s, or less where there is little time
   * @param backlog operations begun and not ended when the load is back
   * @throws IllegalArgumentException if there are fewer than ten windows before, or none after, or
   *     if nothing succeeded before
   */
  public static Recovery of(
      List<LoadWindow> before,
      List<LoadWindow> after,
      double windowSeconds,
      double capacityPerSecond,
      double backlog) {
    if (before.size() < GOOD_WINDOWS || after.isEmpty()) {
      throw new IllegalArgumentException(
          "recovery needs %d windows before and one after, there are %d and %d"
              .formatted(GOOD_WINDOWS, before.size(), after.size()));
    }
    Steady steady = Steady.of(before);
    if (!(steady.served() > 0)) {
      throw new IllegalArgumentException("nothing succeeded before the overload");
    }
    double offered = after.stream().mapToDouble(LoadWindow::offeredPerSecond).average().orElse(0);
    double spare = capacityPerSecond - offered;
    double limit =
        spare > 0 ? Math.max(LEAST_LIMIT_SECONDS, 3 * backlog / spare) : Double.POSITIVE_INFINITY;
    OptionalDouble seconds =
        steady.runs(after, GOOD_WINDOWS).mapToDouble(first -> first * windowSeconds).findFirst();
    Steady end = Steady.of(after.subList(Math.max(0, after.size() - GOOD_WINDOWS), after.size()));
    double goodputRatio = end.served() / steady.served();
    double p95Ratio =
        end.served() == 0 ? Double.POSITIVE_INFINITY : end.p95Seconds() / steady.p95Seconds();
    boolean downAtTheEnd = isDown(goodputRatio);
    int since =
        downAtTheEnd
            ? steady.runs(after, GOOD_WINDOWS).map(from -> from + GOOD_WINDOWS).max().orElse(0)
            : 0;
    double watched = (after.size() - since) * windowSeconds;
    boolean wasSteady = steady.runs(before, GOOD_WINDOWS).findAny().isPresent();
    boolean back = seconds.isPresent() && !downAtTheEnd;
    Kind kind;
    if (spare <= 0) {
      kind = Kind.UNDECIDED;
    } else if (back && seconds.getAsDouble() <= limit) {
      kind = Kind.RECOVERED; // however unsteady it was before
    } else if (back) {
      kind = wasSteady ? Kind.LATE : Kind.UNDECIDED;
    } else if (watched < limit + GOOD_WINDOWS * windowSeconds) {
      kind = Kind.UNDECIDED;
    } else {
      // A machine that was noisy before may be so again; less goodput in the middle is no noise.
      kind = wasSteady || downAtTheEnd ? Kind.METASTABLE : Kind.UNDECIDED;
    }
    return new Recovery(kind, seconds, limit, watched, goodputRatio, p95Ratio);
  }

  private static boolean isDown(double goodputRatio) {
    return goodputRatio < Steady.LEAST_SERVED;
  }

  String sentence() {
    String limit = Plain.quantity(limitSeconds, "s");
    String watched = Plain.quantity(watchedSeconds, "s");
    String claim =
        switch (kind) {
          case RECOVERED ->
              "recovered within %s of the load's return, limit %s"
                  .formatted(Plain.quantity(seconds.orElseThrow(), "s"), limit);
          case LATE ->
              "recovered late: %s after the load's return, limit %s"
                  .formatted(Plain.quantity(seconds.orElseThrow(), "s"), limit);
          case METASTABLE ->
              seconds.isPresent()
                  ? "metastable: back %s after the load's return, then down for the last %s, limit %s"
                      .formatted(Plain.quantity(seconds.getAsDouble(), "s"), watched, limit)
                  : "metastable: still not back %s after the load's return, limit %s"
                      .formatted(watched, limit);
          case UNDECIDED ->
              seconds.isPresent() && isDown(goodputRatio)
                  ? "recovery undecided: back %s after the load's return, and down for the last %s"
                      .formatted(Plain.quantity(seconds.getAsDouble(), "s"), watched)
                  : Double.isInfinite(limitSeconds)
                      ? "recovery undecided: the load came back to no less than the capacity"
                      : "recovery undecided: not steady before the overload, or watched for only %s with a limit of %s"
                          .formatted(watched, limit);
        };
    return "%s; at the end %s of the goodput and %s times the p95 of before"
        .formatted(claim, Plain.percent(goodputRatio), Plain.number(p95Ratio));
  }

  public Verdict verdict() {
    return switch (kind) {
      case RECOVERED -> Verdict.pass("recovery", sentence());
      case LATE, METASTABLE -> Verdict.fail("recovery", sentence());
      case UNDECIDED -> Verdict.undecided("recovery", sentence());
    };
  }

  public Estimate estimate() {
    var of = new Estimate.Of("", "recovery time");
    return (seconds.isPresent() && !isDown(goodputRatio)
            ? Estimate.of(of.name(), "s", Direction.LOWER_IS_BETTER, seconds.getAsDouble(), 1)
            : Estimate.unknown(of.name(), "s", Direction.LOWER_IS_BETTER))
        .of(of);
  }

  /**
   * What is normal at some load, and which windows are as good. Goodput is judged per offered load,
   * so that arrivals which came in smaller number by chance do not pass for a loss.
   *
   * @param served goodput over offered load
   * @param p95Seconds typical 95th percentile of the response times
   * @param errorShare typical share of errors
   */
  record Steady(double served, double p95Seconds, double errorShare) {
    static final double LEAST_SERVED = 0.95;
    static final double MOST_P95 = 1.25;
    private static final double MORE_ERRORS = 0.005;

    static Steady of(List<LoadWindow> windows) {
      return new Steady(
          median(windows, LoadWindow::served),
          median(windows, LoadWindow::p95Seconds),
          windows.stream().mapToDouble(LoadWindow::errorShare).average().orElseThrow());
    }

    private static double median(List<LoadWindow> windows, ToDoubleFunction<LoadWindow> what) {
      return Interval.median(windows.stream().mapToDouble(what).toArray());
    }

    boolean asGood(LoadWindow window) {
      return window.served() >= LEAST_SERVED * served
          && window.p95Seconds() <= MOST_P95 * p95Seconds
          && window.errorShare() <= errorShare + MORE_ERRORS
          && window.pendingAcquires() == 0;
    }

    /** Where {@code length} good windows in a row begin. */
    IntStream runs(List<LoadWindow> windows, int length) {
      return IntStream.rangeClosed(0, windows.size() - length)
          .filter(from -> windows.subList(from, from + length).stream().allMatch(this::asGood));
    }
  }
}
