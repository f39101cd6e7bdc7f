package pggit.load.verdict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import pggit.load.measure.Verdict;
import pggit.load.protocol.Leak;

/** Verdicts about connections that somebody took and never gave back: pure functions of facts. */
public final class LeakJudge {

  /** How late a report may come. */
  public static final Duration REPORT_WITHIN = Duration.ofSeconds(1);

  private static final int SHOWN = 3;

  private LeakJudge() {}

  /** While some connections are leaked, the others can be had, and not one more. */
  public static Verdict othersCanBeHad(String name, int limit, int leaked, PoolFacts facts) {
    int others = limit - leaked;
    int had = facts.peakLent();
    return PoolJudge.holds(
        had == others && facts.served().size() == others,
        name,
        "%d of %d connections leaked: %d of %d callers got one (expected %d), %d got a time-out"
            .formatted(
                leaked,
                limit,
                facts.served().size(),
                facts.acquisitions().size(),
                others,
                facts.timeouts().size()));
  }

  /**
   * Every leak was reported, no sooner than the threshold and no later than a second after it, and
   * the report names the place.
   *
   * @param place class and method that leaked, as in a stack trace: {@code a.b.Thief.steal}
   */
  public static Verdict reported(
      String name,
      Collection<Leak> leaks,
      List<LeakReport> reports,
      Duration threshold,
      String place) {
    var problems = new ArrayList<String>();
    var delays = new ArrayList<Long>();
    int silent = 0;
    for (var leak : leaks) {
      var report = reportOf(leak, reports);
      if (report.isEmpty()) {
        silent++;
        continue;
      }
      long delay = report.get().nanos() - leak.takenNanos();
      delays.add(delay);
      if (delay > threshold.plus(REPORT_WITHIN).toNanos()) {
        problems.add("one was reported only after " + seconds(delay));
      }
      if (report.get().place().stream().noneMatch(frame -> frame.startsWith(place))) {
        problems.add("a report does not name " + place + " but " + shown(report.get().place()));
      }
    }
    if (silent > 0) {
      problems.add(0, "%d of %d leaks went undetected".formatted(silent, leaks.size()));
    }
    if (leaks.isEmpty()) {
      problems.add("nothing was leaked");
    }
    var seen =
        "%d of %d reported%s, threshold %s + %s, leaked at %s"
            .formatted(
                delays.size(),
                leaks.size(),
                delays.isEmpty()
                    ? ""
                    : ", after %s to %s"
                        .formatted(
                            seconds(delays.stream().mapToLong(d -> d).min().orElseThrow()),
                            seconds(delays.stream().mapToLong(d -> d).max().orElseThrow())),
                seconds(threshold.toNanos()),
                seconds(REPORT_WITHIN.toNanos()),
                where(leaks, reports, place));
    return problems.isEmpty()
        ? PoolJudge.pass(name, seen)
        : PoolJudge.fail(name, String.join("; ", problems) + "; " + seen);
  }

  /**
   * After eviction the pool has all its connections again, and the leaked ones are gone from the
   * server.
   *
   * @param alive how many of the leaked backends the server still has
   */
  public static Verdict whole(
      String name, int limit, PoolFacts facts, Collection<Leak> leaks, int alive) {
    var seen =
        "%d of %d connections can be had at once after eviction; of %d leaked sessions %d left in pg_stat_activity, idle in transaction or otherwise"
            .formatted(facts.peakLent(), limit, leaks.size(), alive);
    if (alive > 0) {
      return PoolJudge.fail(name, "leaked sessions live on: " + seen);
    }
    return Verdict.of(facts.peakLent() == limit, name, seen);
  }

  private static Optional<LeakReport> reportOf(Leak leak, List<LeakReport> reports) {
    return reports.stream()
        .filter(report -> report.connection().equals(leak.connection()))
        .findFirst();
  }

  private static String where(Collection<Leak> leaks, List<LeakReport> reports, String place) {
    return leaks.stream()
        .flatMap(leak -> reportOf(leak, reports).stream())
        .flatMap(report -> report.place().stream())
        .filter(frame -> frame.startsWith(place))
        .findFirst()
        .orElse("an unknown place");
  }

  private static String shown(List<String> frames) {
    return frames.stream().limit(SHOWN).toList().toString();
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
  }
}
