package pggit.load.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import pggit.load.analysis.LoadWindow;
import pggit.load.analysis.Overload;
import pggit.load.analysis.Recovery;
import pggit.load.measure.Arrival;
import pggit.load.measure.Estimate;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;

/** What an overload did, and what was left of it: graceful or not, back or metastable. Pure. */
public final class OverloadJudge {

  private static final int LEGS_UP = 3;

  /** With less of 0.7 x capacity carried there was an overload before the overload. */
  private static final double CARRIED = 0.95;

  /** Goodput is cut finer than response times, so that its mean gets an interval of some use. */
  private static final int FINER = 4;

  private final OverloadPlan plan;
  private final double capacity;
  private final double carried;
  private final Overload overload;
  private final Optional<Recovery> recovery;

  OverloadJudge(OverloadPlan plan, double capacity, List<Arrival> arrivals, long begunNanos) {
    this.plan = plan;
    this.capacity = capacity;
    long from = begunNanos + plan.warmUp().toNanos();
    int places = plan.settings().pool();
    long window = plan.window().toNanos();
    int each = plan.windows();
    var cut =
        new DemandWindows(arrivals, from, window, LEGS_UP * each + plan.windowsAfter(), places);
    var windows = cut.windows();
    var finer = new DemandWindows(arrivals, from, window / FINER, LEGS_UP * each * FINER, places);
    var steps = new ArrayList<Overload.Step>();
    for (int n = 0; n < LEGS_UP; n++) {
      steps.add(
          new Overload.Step(
              mean(windows.subList(n * each, (n + 1) * each), LoadWindow::offeredPerSecond),
              finer.goodput().subList(n * each * FINER, (n + 1) * each * FINER),
              DemandWindows.refusals(
                  arrivals, from + window * each * n, from + window * each * (n + 1))));
    }
    overload = new Overload(capacity, steps);
    var before = windows.subList(0, each);
    carried =
        mean(before, LoadWindow::goodputPerSecond) / mean(before, LoadWindow::offeredPerSecond);
    recovery =
        carried < CARRIED
            ? Optional.empty()
            : Optional.of(
                Recovery.of(
                    before,
                    windows.subList(LEGS_UP * each, windows.size()),
                    window / 1e9,
                    capacity,
                    cut.inside(window * each * LEGS_UP)));
  }

  /**
   * The judge of an overload, empty if there was none: no arrivals.
   *
   * @param capacity arrivals that can be served per second, above 0
   * @param begunNanos when the warm-up began
   */
  public static Optional<OverloadJudge> of(
      OverloadPlan plan, double capacity, List<Arrival> arrivals, long begunNanos) {
    return arrivals.isEmpty()
        ? Optional.empty()
        : Optional.of(new OverloadJudge(plan, capacity, arrivals, begunNanos));
  }

  private static double mean(List<LoadWindow> windows, ToDoubleFunction<LoadWindow> what) {
    return windows.stream().mapToDouble(what).average().orElseThrow();
  }

  /**
   * Both verdicts.
   *
   * @param how {@code "without retries"}
   * @param excuse why too little goodput may not be pgGit's, such as a load that was not the one
   *     planned
   */
  public List<Verdict> verdicts(String how, int tries, Optional<String> excuse) {
    var graceful = overload.verdict(plan.patienceSeconds(tries));
    var recovered =
        recovery
            .map(Recovery::verdict)
            .orElseGet(
                () ->
                    Verdict.undecided(
                        "recovery",
                        "of 0.7 x capacity only %.0f %% was carried before the overload: nothing to come back to"
                            .formatted(100 * carried)));
    return Stream.of(graceful.saying("; capacity %,.0f commits/s".formatted(capacity)), recovered)
        .map(v -> InjectorLimit.excused(v, excuse))
        .map(v -> v.named(v.name() + " " + how).as(Severity.LOAD))
        .toList();
  }

  /**
   * Grace at each load, and the time to recover.
   *
   * @param how put behind their names, {@code "with retries"}; may be empty
   */
  public List<Estimate> estimates(String how) {
    var all = new ArrayList<>(overload.estimates());
    recovery.map(Recovery::estimate).ifPresent(all::add);
    return all.stream().map(e -> e.of(Objects.requireNonNull(e.of(), e.name()).in(how))).toList();
  }
}
