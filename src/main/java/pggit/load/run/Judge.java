package pggit.load.run;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import pggit.load.measure.Gauge;
import pggit.load.measure.Snapshot;
import pggit.load.measure.Tally;
import pggit.load.measure.Verdict;

/** Verdicts from counts and times: pure functions, used by several simulations. */
public final class Judge {

  private Judge() {}

  /**
   * @param begun how many users began the work, whether or not they came as far as a commit
   * @param percent least share of them whose commit must be acknowledged
   */
  public static Verdict successRate(long begun, Iterable<Tally> commits, double percent) {
    return successRate("commits", begun, commits, percent);
  }

  /**
   * @param what the requests are: {@code "statements"}
   * @param begun how many requests there should have been
   * @param percent least share of them that must succeed
   */
  public static Verdict successRate(
      String what, long begun, Iterable<Tally> requests, double percent) {
    long done = 0;
    for (var tally : requests) {
      done += tally.successes();
    }
    var name = "success rate";
    if (begun == 0) {
      return Verdict.fail(name, "nobody began, expected " + what);
    }
    double rate = 100.0 * done / begun;
    var verdict =
        Verdict.of(
            rate >= percent,
            name,
            "%.1f %% (%,d of %,d %s), expected at least %.0f %%%s"
                .formatted(rate, done, begun, what, percent, causes(requests)));
    return percent > 0 ? verdict.with(Gauge.atLeast(rate, percent, "%")) : verdict;
  }

  /** All requests of a tally were acknowledged, and the last one came back in time. */
  public static Verdict allWithin(String name, long expected, Tally tally, Duration limit) {
    var span = tally.span();
    boolean all = tally.successes() == expected;
    return Verdict.of(
            all && span.compareTo(limit) < 0,
            name,
            "%,d of %,d done in %s, limit %s%s"
                .formatted(
                    tally.successes(),
                    expected,
                    seconds(span),
                    seconds(limit),
                    causes(List.of(tally))))
        .with(Gauge.atMost(span.toNanos() / 1e9, limit.toNanos() / 1e9, "s"));
  }

  /** The 95th percentile of a recording is below a limit. */
  public static Verdict p95Below(String name, Snapshot snapshot, Duration limit) {
    if (snapshot.count() == 0) {
      return Verdict.fail(name, "nothing was measured");
    }
    double nanos = snapshot.quantileNanos(0.95);
    return Verdict.of(
            nanos < limit.toNanos(),
            name,
            "p95 %.2f ms of %,d commits, limit %.0f ms"
                .formatted(nanos / 1e6, snapshot.count(), limit.toNanos() / 1e6))
        .with(Gauge.atMost(nanos / 1e6, limit.toNanos() / 1e6, "ms"));
  }

  /** Whatever failed, failed with one of these SQLSTATEs, and soon. */
  public static Verdict onlyRefusedWith(
      String name, Set<String> sqlStates, Tally tally, long atLeast, Duration limit) {
    var failures = tally.failures();
    long refused = sqlStates.stream().mapToLong(state -> failures.getOrDefault(state, 0L)).sum();
    boolean nothingElse = sqlStates.containsAll(failures.keySet());
    boolean soon = tally.longestFailure().compareTo(limit) <= 0;
    return Verdict.of(
        nothingElse && refused >= atLeast && soon,
        name,
        "%,d of %,d refused with %s (at least %,d expected), slowest refusal after %s, limit %s%s"
            .formatted(
                refused,
                tally.attempts(),
                String.join("/", sqlStates),
                atLeast,
                seconds(tally.longestFailure()),
                seconds(limit),
                causes(List.of(tally))));
  }

  private static String causes(Iterable<Tally> tallies) {
    var counts = new TreeMap<String, Long>();
    var examples = new TreeMap<String, String>();
    for (var tally : tallies) {
      tally.failures().forEach((state, count) -> counts.merge(state, count, Long::sum));
      tally.examples().forEach(examples::putIfAbsent);
    }
    var text = new StringBuilder();
    counts.forEach(
        (state, count) ->
            text.append("; %,d failed with \"%s\"".formatted(count, examples.get(state))));
    return text.toString();
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
  }
}
