package pggit.load.verdict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import pggit.load.measure.Verdict;
import pggit.load.protocol.Leak;

/** Verdicts about connections that somebody took and never gave back: pure functions of facts. */
public final class LeakJudge {

  public static final Duration REPORT_WITHIN = Duration.ofSeconds(1);

  private static final int SHOWN = 3;

  /**
   * HikariCP's report of a connection that is out for too long.
   *
   * @param nanos {@link System#nanoTime} when it was told
   * @param connection the driver's name of the connection
   * @param place the stack of the caller who took it, one frame each, without the pool's own frames
   */
  public record Report(long nanos, String connection, List<String> place) {
    public Report {
      place = List.copyOf(place);
    }
  }

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
      String name, Collection<Leak> leaks, List<Report> reports, Duration threshold, String place) {
    var problems = new ArrayList<String>();
    var delays = new ArrayList<Long>();
    var places = new ArrayList<String>();
    for (var leak : leaks) {
      var report =
          reports.stream().filter(r -> r.connection().equals(leak.connection())).findFirst();
      if (report.isPresent()) {
        long delay = report.get().nanos() - leak.takenNanos();
        delays.add(delay);
        if (delay > threshold.plus(REPORT_WITHIN).toNanos()) {
          problems.add("one was reported only after " + seconds(delay));
        }
        var frames = report.get().place();
        var named = frames.stream().filter(frame -> frame.startsWith(place)).findFirst();
        if (named.isEmpty()) {
          problems.add(
              "a report does not name %s but %s"
                  .formatted(place, frames.stream().limit(SHOWN).toList()));
        }
        named.ifPresent(places::add);
      }
    }
    if (delays.size() < leaks.size()) {
      problems.add(
          0,
          "%d of %d leaks went undetected".formatted(leaks.size() - delays.size(), leaks.size()));
    }
    if (leaks.isEmpty()) {
      problems.add("nothing was leaked");
    }
    return PoolJudge.verdict(
        name,
        problems,
        "%d of %d reported%s, threshold %s + %s, leaked at %s"
            .formatted(
                delays.size(),
                leaks.size(),
                delays.isEmpty()
                    ? ""
                    : ", after %s to %s"
                        .formatted(
                            seconds(Collections.min(delays)), seconds(Collections.max(delays))),
                Judge.seconds(threshold),
                Judge.seconds(REPORT_WITHIN),
                places.isEmpty() ? "an unknown place" : places.get(0)));
  }

  /**
   * After eviction the pool has all its connections again, and the leaked ones are gone from the
   * server.
   *
   * @param alive how many of the leaked backends the server still has
   */
  public static Verdict whole(
      String name, int limit, PoolFacts facts, Collection<Leak> leaks, int alive) {
    return PoolJudge.holds(
        alive == 0 && facts.peakLent() == limit,
        name,
        "%s%d of %d connections can be had at once after eviction; of %d leaked sessions %d left in pg_stat_activity, idle in transaction or otherwise"
            .formatted(
                alive > 0 ? "leaked sessions live on: " : "",
                facts.peakLent(),
                limit,
                leaks.size(),
                alive));
  }

  private static String seconds(long nanos) {
    return Judge.seconds(Duration.ofNanos(nanos));
  }
}
