package pggit.load.verdict;

import java.time.Duration;
import java.util.Set;
import pggit.load.measure.Outcome;
import pggit.load.measure.Tally;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;
import pggit.load.server.SlotProbe;

/** Verdicts about a server that more users want to enter than it admits: pure functions. */
public final class SlotJudge {

  /** What PostgreSQL says when it is full, or full for this role. */
  static final String FULL = "53300";

  private SlotJudge() {}

  /**
   * Exactly so many got in, all others were refused with 53300, and soon. On a slow machine those
   * still to be refused take places of others, so that fewer get in; more never do.
   */
  public static Verdict admitted(
      String name, long expected, Tally connects, Duration soon, ClockControl control) {
    boolean exact = connects.successes() == expected;
    boolean clean = Set.of(FULL).containsAll(connects.failures().keySet());
    boolean fast = connects.longestFailure().compareTo(soon) <= 0;
    return control
        .judge(
            clean && connects.successes() <= expected,
            fast && exact,
            name,
            "%s%d of %d got in (expected %d), refused by SQLSTATE %s, the slowest refusal after %d ms (limit %d ms)"
                .formatted(
                    !exact
                        ? "the limit was not kept: "
                        : !clean
                            ? "refused otherwise than with 53300: "
                            : !fast ? "refused slowly: " : "",
                    connects.successes(),
                    connects.attempts(),
                    expected,
                    connects.failures(),
                    connects.longestFailure().toMillis(),
                    soon.toMillis()))
        .of(Whose.SERVER);
  }

  /** Whoever was inside when the others were refused did all of his work. */
  public static Verdict unharmed(String name, long inside, Iterable<Tally> works) {
    var failures = Counted.of(works).failures();
    long least = Long.MAX_VALUE;
    for (var work : works) {
      least = Math.min(least, work.successes());
    }
    return Verdict.of(
            failures.isEmpty() && least == inside,
            name,
            "%d of %d users inside did all of their work, failures by SQLSTATE %s"
                .formatted(least, inside, failures))
        .of(Whose.SERVER);
  }

  /** While the server is full for others, superusers still get in, as many as are reserved. */
  public static Verdict reserved(String name, int reserved, SlotProbe.Entry entry) {
    return Verdict.of(
            entry.got() == reserved && entry.refusal().equals(FULL),
            name,
            "%d superusers got in while the server was full (%d reserved), the next one got %s"
                .formatted(
                    entry.got(), reserved, entry.refusal().isEmpty() ? "in too" : entry.refusal()))
        .of(Whose.SERVER);
  }

  /** After the users have gone, as many can come again at once. */
  public static Verdict freeAgain(
      String name, int slots, SlotProbe.Entry entry, Duration limit, ClockControl control) {
    boolean right = entry.refusal().isEmpty() || entry.refusal().equals(FULL);
    return control
        .judge(
            right,
            entry.got() == slots && entry.took().compareTo(limit) <= 0,
            name,
            "%d of %d slots could be had %d ms after the users had gone (limit %d ms)"
                .formatted(entry.got(), slots, entry.took().toMillis(), limit.toMillis()))
        .of(Whose.SERVER);
  }

  /**
   * A pool that is larger than what the server admits has as many connections as there are slots;
   * its other callers get a time-out, and the server's refusal is known.
   */
  public static Verdict smallerPool(String name, int slots, PoolFacts facts) {
    boolean held = facts.peakLent() == slots && facts.served().size() == slots;
    boolean told = facts.refusals().keySet().equals(Set.of(FULL));
    var late = PoolJudge.onlyTimeouts(name, facts, facts.timeouts().size());
    return Verdict.of(
            held && told && late.outcome() == Outcome.PASS,
            name,
            "a pool of %d on %d slots lent %d at once; refusals by SQLSTATE %s; %s"
                .formatted(
                    facts.limit(), slots, facts.peakLent(), facts.refusals(), late.evidence()))
        .of(Whose.POOL);
  }
}
