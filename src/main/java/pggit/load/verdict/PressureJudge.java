package pggit.load.verdict;

import static pggit.load.measure.Direction.HIGHER_IS_BETTER;
import static pggit.load.measure.Direction.LOWER_IS_BETTER;
import static pggit.load.measure.Direction.NEITHER;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import pggit.load.measure.Acquisition;
import pggit.load.measure.Estimate;
import pggit.load.measure.Tally;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;

/** Verdicts about a pool that more requests come to than it can serve: pure functions of facts. */
public final class PressureJudge {

  private static final double AT_ONE_AND_A_HALF = 0.9;
  private static final double AT_TWICE = 0.8;
  private static final double AS_BEFORE = 0.95;
  private static final double IN_TIME = 0.99;
  private static final String TIMEOUT = "POOL-TIMEOUT";
  private static final double LATE = 1.1;

  /** How many calm windows in a row make a recovery. */
  private static final int IN_A_ROW = 10;

  private PressureJudge() {}

  public static double goodput(PoolFacts facts, Duration during) {
    return facts.returns().size() / (during.toNanos() / 1e9);
  }

  /**
   * Whoever is refused gets a time-out of the pool and is told in time; and some are refused, or
   * there was no overload. With so many at once a busy machine wakes a few late: 99 % within the
   * time-out + 10 %, and nobody later than twice the time-out. Where very many wait, some stand in
   * the protocol's line in front of the pool, of which the pool knows nothing: their time-outs are
   * in the tally only, and the longest of them counts as well.
   *
   * @param control time-outs of another pool
   */
  public static Verdict refusals(
      String name, PoolFacts facts, Tally requests, ClockControl control) {
    var waits = facts.timeouts().stream().mapToLong(Acquisition::waitedNanos).sorted().toArray();
    var failures = requests.failures();
    long timeouts = failures.getOrDefault(TIMEOUT, 0L);
    long others = failures.values().stream().mapToLong(count -> count).sum() - timeouts;
    if (timeouts + others + waits.length == 0) {
      return Verdict.undecided(name, "the pool was never overloaded: nobody got a time-out")
          .of(Whose.POOL);
    }
    long timeout = facts.timeout().toNanos();
    long most = waits.length == 0 ? 0 : waits[(int) Math.ceil(IN_TIME * waits.length) - 1];
    long last = requests.longestFailure().toNanos();
    return control
        .judge(
            others == 0,
            most <= timeout * LATE && last <= 2 * timeout,
            name,
            "%s%,d of %,d requests got a time-out, %,d of them inside the pool, there %.0f %% after at most %.2f s; the last of all after %.2f s (time-out %.2f s)"
                .formatted(
                    others == 0
                        ? ""
                        : "%,d failed for another reason %s; ".formatted(others, failures),
                    timeouts,
                    requests.attempts(),
                    waits.length,
                    100 * IN_TIME,
                    most / 1e9,
                    last / 1e9,
                    timeout / 1e9))
        .of(Whose.POOL);
  }

  /**
   * What is served under too many requests stays near what can be served.
   *
   * @param oneAndAHalf goodput while about 1.5 times as many came
   */
  public static Verdict graceful(String name, double capacity, double oneAndAHalf, double twice) {
    return PoolJudge.holds(
        oneAndAHalf >= AT_ONE_AND_A_HALF * capacity && twice >= AT_TWICE * capacity,
        name,
        "served at 1.5 x capacity %s (at least %.0f %% expected), at 2 x %s (at least %.0f %%); capacity %.0f requests/s"
            .formatted(
                share(oneAndAHalf, capacity),
                100 * AT_ONE_AND_A_HALF,
                share(twice, capacity),
                100 * AT_TWICE,
                capacity));
  }

  /**
   * After the load is back where it was, so is the pool: ten windows in a row in which nobody got a
   * time-out, nobody waited long, and as many were served as before. If fewer came, that is for the
   * load generator to explain.
   *
   * @param windows what happened after it, in order, {@code length} each
   * @param noWait a wait below this is none
   */
  public static Verdict recovery(
      String name,
      double goodputBefore,
      List<PoolFacts> windows,
      Duration length,
      Duration noWait) {
    int row = 0;
    for (int i = 0; i < windows.size(); i++) {
      row = isCalm(windows.get(i), noWait) ? row + 1 : 0;
      if (row == IN_A_ROW) {
        int first = i + 1 - IN_A_ROW;
        var calm = windows.subList(first, i + 1);
        double seconds = IN_A_ROW * length.toNanos() / 1e9;
        double goodput = calm.stream().mapToLong(w -> w.returns().size()).sum() / seconds;
        double came = calm.stream().mapToLong(w -> w.acquisitions().size()).sum() / seconds;
        double wanted = AS_BEFORE * goodputBefore;
        if (goodput < wanted && came < wanted) {
          return Verdict.undecided(
                  name,
                  "nobody waited, and fewer came than before the pressure: %.0f requests/s, %.0f before"
                      .formatted(came, goodputBefore))
              .of(Whose.INJECTOR);
        }
        return PoolJudge.holds(
            goodput >= wanted,
            name,
            "calm %.1f s after the load was back, for %d windows of %d ms: %.0f requests/s served, %.0f before"
                .formatted(
                    first * (length.toNanos() / 1e9),
                    IN_A_ROW,
                    length.toMillis(),
                    goodput,
                    goodputBefore));
      }
    }
    return PoolJudge.holds(
        false,
        name,
        "never %d calm windows of %d ms in a row after the load was back; by window: %s"
            .formatted(
                IN_A_ROW, length.toMillis(), windows.stream().map(PressureJudge::shown).toList()));
  }

  private static boolean isCalm(PoolFacts window, Duration noWait) {
    return window.timeouts().isEmpty() && waitNanos(window, 0.95) < noWait.toNanos();
  }

  /** The wait that a share {@code q} of those served did not exceed; 0 if nobody was. */
  private static long waitNanos(PoolFacts facts, double q) {
    var waits = facts.served().stream().mapToLong(Acquisition::waitedNanos).sorted().toArray();
    return waits.length == 0 ? 0 : waits[(int) Math.ceil(q * waits.length) - 1];
  }

  private static String shown(PoolFacts window) {
    return String.format(
        Locale.ROOT,
        "%d time-outs, p95 wait %.0f ms",
        window.timeouts().size(),
        waitNanos(window, 0.95) / 1e6);
  }

  private static String share(double part, double whole) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * part / whole);
  }

  /**
   * Capacity, goodput, and the waits before, during and after the overload, for {@code run.json}.
   */
  public static List<Estimate> estimates(
      double capacity, PoolFacts half, PoolFacts twice, PoolFacts back, double goodputAtTwice) {
    return List.of(
        Estimate.of(
            "pool capacity", "requests/s", HIGHER_IS_BETTER, capacity, Math.round(capacity)),
        Estimate.of(
            "goodput at twice the capacity",
            "requests/s",
            HIGHER_IS_BETTER,
            goodputAtTwice,
            twice.returns().size()),
        wait("at half the capacity", half),
        wait("at twice the capacity", twice),
        wait("after the pressure", back),
        Estimate.of(
            "longest queue at twice the capacity",
            "callers",
            NEITHER,
            twice.peakPending(),
            twice.samples().size()),
        Estimate.of(
            "time-outs at twice the capacity",
            "callers",
            NEITHER,
            twice.timeouts().size(),
            twice.acquisitions().size()));
  }

  /**
   * What was served of what could be, at a load that asked for more; drawn as a curve.
   *
   * @param times the load over the capacity
   * @param goodput requests per second that were served meanwhile
   */
  public static Estimate grace(double times, double goodput, double capacity) {
    return Estimate.of("grace", "", HIGHER_IS_BETTER, goodput / capacity, 1)
        .of(new Estimate.Of("", "grace").at(times, "x capacity"));
  }

  private static Estimate wait(String when, PoolFacts facts) {
    var name = "acquire p95 " + when;
    long served = facts.served().size();
    return served == 0
        ? Estimate.unknown(name, "ms", LOWER_IS_BETTER)
        : Estimate.of(name, "ms", LOWER_IS_BETTER, waitNanos(facts, 0.95) / 1e6, served);
  }
}
