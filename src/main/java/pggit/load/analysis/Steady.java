package pggit.load.analysis;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

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
