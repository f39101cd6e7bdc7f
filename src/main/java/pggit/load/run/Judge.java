package pggit.load.run;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
    long done = 0;
    for (var tally : commits) {
      done += tally.successes();
    }
    var name = "success rate";
    if (begun == 0) {
      return Verdict.fail(name, "nobody began to commit");
    }
    double rate = 100.0 * done / begun;
    return Verdict.of(
        rate >= percent,
        name,
        "%.1f %% (%,d of %,d commits), expected at least %.0f %%%s"
            .formatted(rate, done, begun, percent, causes(commits)));
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
                tally.successes(), expected, seconds(span), seconds(limit), failures(tally)));
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
            .formatted(nanos / 1e6, snapshot.count(), limit.toNanos() / 1e6));
  }

  /** Whatever failed, failed with one of these SQLSTATEs, and soon. */
  public static Verdict onlyRefusedWith(
      String name, Set<String> sqlStates, Tally tally, long atLeast, Duration limit) {
    var others =
        tally.failures().entrySet().stream()
            .filter(failure -> !sqlStates.contains(failure.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    long refused =
        tally.failures().values().stream().mapToLong(Long::longValue).sum()
            - others.values().stream().mapToLong(Long::longValue).sum();
    boolean soon = tally.longestFailure().compareTo(limit) <= 0;
    return Verdict.of(
        others.isEmpty() && refused >= atLeast && soon,
        name,
        "%,d of %,d refused with %s (at least %,d expected), slowest refusal after %s, limit %s%s"
            .formatted(
                refused,
                tally.attempts(),
                String.join("/", sqlStates),
                atLeast,
                seconds(tally.longestFailure()),
                seconds(limit),
                others.isEmpty() ? "" : "; other failures: " + others));
  }

  private static String causes(Iterable<Tally> tallies) {
    var text = new StringBuilder();
    for (var tally : tallies) {
      text.append(failures(tally));
    }
    return text.toString();
  }

  private static String failures(Tally tally) {
    return tally.failures().isEmpty() ? "" : "; failures by SQLSTATE " + tally.failures();
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
  }
}
