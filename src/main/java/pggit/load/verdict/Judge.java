package pggit.load.verdict;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import pggit.load.measure.Gauge;
import pggit.load.measure.Severity;
import pggit.load.measure.Snapshot;
import pggit.load.measure.Tally;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;

/** Verdicts from counts and times: pure functions, used by several simulations. */
public final class Judge {

  private Judge() {}

  /**
   * @param what the requests are: {@code "statements"}
   * @param begun how many requests there should have been, whether or not users came that far
   */
  public static Verdict successRate(
      String what, long begun, Iterable<Tally> requests, double percent) {
    var counted = Counted.of(requests);
    var name = "success rate";
    if (counted.tried() == 0) {
      return neverTried(name, begun, what);
    }
    long all = Math.max(begun, counted.tried());
    double rate = 100.0 * counted.done() / all;
    var evidence =
        "%.1f %% (%,d of %,d %s), expected at least %.0f %%%s"
            .formatted(rate, counted.done(), all, what, percent, counted.causes());
    if (rate < percent && 100.0 * counted.done() / counted.ownTries() >= percent) {
      return counted.elsewhere(name, all, evidence);
    }
    var verdict = counted.counted(Verdict.of(rate >= percent, name, evidence));
    return percent > 0 ? verdict.with(Gauge.atLeast(rate, percent, "%")) : verdict;
  }

  /**
   * The verdict with the first number of users of whom too few succeeded, for a reason of pgGit's.
   *
   * @param levels by number of users, in the order in which they were tried; too few of the first
   *     are no matter of their number
   */
  public static Verdict sinceUsers(Verdict rate, Map<Integer, Tally> levels, double percent) {
    var counts = new LinkedHashMap<Integer, Counted>();
    levels.forEach((users, tally) -> counts.put(users, Counted.of(List.of(tally))));
    counts.values().removeIf(counted -> counted.ownTries() == 0);
    var first = counts.keySet().stream().findFirst();
    return counts.entrySet().stream()
        .filter(e -> 100.0 * e.getValue().done() < percent * e.getValue().ownTries())
        .map(Map.Entry::getKey)
        .findFirst()
        .filter(users -> !first.equals(Optional.of(users)))
        .map(users -> rate.since(users, "users"))
        .orElse(rate);
  }

  /** What was not tried shows nothing about pgGit: somebody did not get that far. */
  private static Verdict neverTried(String name, long expected, String what) {
    return Verdict.undecided(
            name,
            "none of %,d %s was tried: users did not get as far, see the errors of connecting"
                .formatted(expected, what))
        .of(Whose.WAY_IN);
  }

  /**
   * All requests of a tally were acknowledged, and the last one came back in time.
   *
   * @param excuse why it may not be pgGit's fault if they were only late; one that failed has none
   */
  public static Verdict allWithin(
      String name, long expected, Tally tally, Duration limit, Optional<String> excuse) {
    var counted = Counted.of(List.of(tally));
    if (counted.tried() == 0) {
      return neverTried(name, expected, "requests");
    }
    var span = tally.span();
    boolean inTime = span.compareTo(limit) < 0;
    var evidence =
        "%,d of %,d done in %s, limit %s%s"
            .formatted(counted.done(), expected, seconds(span), seconds(limit), counted.causes());
    if (inTime && counted.done() < expected && counted.done() == counted.ownTries()) {
      return counted.elsewhere(name, expected, evidence);
    }
    boolean all = counted.done() == expected;
    boolean noneFailed = counted.done() <= expected && counted.done() == counted.ownTries();
    var verdict = counted.counted(Verdict.of(inTime && all, name, evidence));
    return InjectorLimit.excused(verdict, excuse.filter(why -> noneFailed))
        .as(all ? Severity.COST : Severity.REFUSAL)
        .with(Gauge.atMost(span.toNanos() / 1e9, limit.toNanos() / 1e9, "s"));
  }

  /** 95 % of what succeeded was answered sooner, or there is an excuse. */
  public static Verdict p95Below(
      String name, Snapshot snapshot, Duration limit, Optional<String> excuse) {
    if (snapshot.count() == 0) {
      return Verdict.undecided(name, "nothing was measured").of(Whose.WAY_IN);
    }
    double nanos = snapshot.quantileNanos(0.95);
    var evidence =
        "p95 %.2f ms of %,d commits, limit %.0f ms"
            .formatted(nanos / 1e6, snapshot.count(), limit.toNanos() / 1e6);
    return InjectorLimit.excused(Verdict.of(nanos < limit.toNanos(), name, evidence), excuse)
        .as(Severity.COST)
        .with(Gauge.atMost(nanos / 1e6, limit.toNanos() / 1e6, "ms"));
  }

  /** Whatever failed, failed with one of these SQLSTATEs, and soon, or there is an excuse. */
  public static Verdict onlyRefusedWith(
      String name,
      Set<String> sqlStates,
      Tally tally,
      long atLeast,
      Duration limit,
      Optional<String> excuse) {
    var counted = Counted.of(List.of(tally));
    var failures = tally.failures();
    long refused = sqlStates.stream().mapToLong(state -> failures.getOrDefault(state, 0L)).sum();
    boolean nothingElse = sqlStates.containsAll(failures.keySet());
    boolean soon = tally.longestFailure().compareTo(limit) <= 0;
    boolean right = nothingElse && refused >= atLeast;
    var evidence =
        "%,d of %,d refused with %s (at least %,d expected), slowest refusal after %s, limit %s%s"
            .formatted(
                refused,
                tally.attempts(),
                String.join("/", sqlStates),
                atLeast,
                seconds(tally.longestFailure()),
                seconds(limit),
                counted.causes());
    return InjectorLimit.excused(
            Verdict.of(right && soon, name, evidence), excuse.filter(why -> right))
        .because(counted.cause())
        .of(Whose.SERVER);
  }

  /**
   * What is stored could not be read. Class 42 says that it is not there as pgGit's contract has
   * it, but for insufficient_privilege; anything else would have met another reader of a large
   * table as well.
   */
  public static Verdict notRead(String name, SQLException e) {
    var state = Objects.requireNonNullElse(e.getSQLState(), "");
    var evidence = "what is stored could not be read: %s (%s)".formatted(e.getMessage(), state);
    if (state.startsWith("42") && !state.equals("42501")) {
      return Verdict.fail(name, evidence);
    }
    var whose = Whose.of(state);
    return Verdict.undecided(name, evidence).of(whose == Whose.PGGIT ? Whose.SERVER : whose);
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
  }
}
