package pggit.load.verdict;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import pggit.load.measure.Acquisition;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;

/** Verdicts about a pool that more users want than it has connections: pure functions of facts. */
public final class PoolJudge {

  /** A time-out may come late by this share of itself. */
  private static final double TIMEOUT_TOLERANCE = 0.10;

  /** Two instants closer than this have no order: it is what waking a thread takes. */
  private static final Duration SAME_TIME = Duration.ofMillis(5);

  /** Who waited less was not in a queue. */
  private static final Duration A_WAIT = Duration.ofMillis(50);

  /**
   * HikariCP hands connections over in order, but a newcomer may come between: 10 % are let off.
   */
  private static final double OVERTAKING_TOLERANCE = 0.10;

  private PoolJudge() {}

  /**
   * Never more connections than the limit, by what was lent out, by what the pool said and by what
   * the server saw; and the limit was reached, or nothing would be shown.
   *
   * @param reachable the most that can be expected to be in use at once: the limit, or what the
   *     server has room for if that is less
   */
  public static Verdict limit(String name, PoolFacts facts, int reachable) {
    int lent = facts.peakLent();
    int most = Math.max(lent, Math.max(facts.peakPooled(), facts.peakBackends()));
    String problem =
        most > facts.limit()
            ? "the limit was ignored: %d connections at once, %d more than the pool's limit of %d"
                .formatted(most, most - facts.limit(), facts.limit())
            : facts.samples().isEmpty() || facts.backends().isEmpty()
                ? "the pool was not watched"
                : lent < reachable
                    ? "the pool was never exhausted: %d of %d connections in use"
                        .formatted(lent, reachable)
                    : "";
    return holds(
        problem.isEmpty(),
        name,
        "%s; at most %d connections lent out at once, %d in the pool (%d samples), %d sessions in pg_stat_activity (%d samples)"
            .formatted(
                problem.isEmpty() ? "limit " + facts.limit() : problem,
                lent,
                facts.peakPooled(),
                facts.samples().size(),
                facts.peakBackends(),
                facts.backends().size()));
  }

  /**
   * Everybody holds longer than the time-out: exactly as many are served as there are connections,
   * all others get a time-out, and get it in time.
   *
   * @param users how many asked, once each
   * @param failed how many of them failed, whatever the reason
   */
  public static Verdict timeouts(String name, PoolFacts facts, int users, long failed) {
    int surplus = users - facts.limit();
    long latest = latestTimeout(facts);
    var problems = new ArrayList<String>();
    long patient = facts.served().stream().filter(a -> a.waitedNanos() > latest).count();
    if (patient > 0) {
      problems.add(
          "the time-out was ignored: %d users were served after waiting longer, the longest %s"
              .formatted(patient, longest(facts.served())));
    }
    problems.addAll(late(facts));
    if (facts.timeouts().size() != surplus) {
      problems.add(
          "%d users got a time-out, expected %d".formatted(facts.timeouts().size(), surplus));
    }
    problems.addAll(otherFailures(facts, failed));
    return verdict(
        name,
        problems,
        "%d users on %d connections: %d served, %d time-outs after %s to %s (time-out %s)"
            .formatted(
                users,
                facts.limit(),
                facts.served().size(),
                facts.timeouts().size(),
                waits(facts.timeouts(), LongStream::min),
                longest(facts.timeouts()),
                Judge.seconds(facts.timeout())));
  }

  /**
   * The pool is larger than what the server has room for: nothing can be said about its limit, but
   * the server has to refuse the rest as one that is full does.
   */
  public static Verdict refused(String name, PoolFacts facts, int room) {
    var seen =
        "the server admits %d connections, the pool wants %d; refusals by SQLSTATE %s"
            .formatted(room, facts.limit(), new TreeMap<>(facts.refusals()));
    return facts.refusals().keySet().equals(Set.of(SlotJudge.FULL))
        ? Verdict.undecided(name, seen).of(Whose.SERVER)
        : holds(false, name, "refused otherwise than with " + SlotJudge.FULL + ": " + seen);
  }

  /**
   * Whoever fails fails with a time-out of the pool, in time: for phases in which it is open how
   * many do.
   */
  public static Verdict onlyTimeouts(String name, PoolFacts facts, long failed) {
    return verdict(
        name,
        Stream.concat(late(facts).stream(), otherFailures(facts, failed).stream()).toList(),
        "%d of %d callers got a time-out, the slowest after %s (time-out %s)"
            .formatted(
                facts.timeouts().size(),
                facts.acquisitions().size(),
                longest(facts.timeouts()),
                Judge.seconds(facts.timeout())));
  }

  /**
   * Everybody holds for less than the time-out: all are served, and those who had to wait in the
   * order in which they came; undecided if they came in none.
   */
  public static Verdict inOrder(String name, PoolFacts facts, int users, long failed) {
    var problems = new ArrayList<String>();
    if (facts.served().size() != users || failed > 0) {
      problems.add(
          "%d of %d users were served, %d failed".formatted(facts.served().size(), users, failed));
    }
    var waited = facts.served().stream().filter(a -> a.waitedNanos() >= A_WAIT.toNanos()).toList();
    int pairs = 0;
    int overtaken = 0;
    for (var first : waited) {
      for (var second : waited) {
        if (second.startedNanos() - first.startedNanos() >= SAME_TIME.toNanos()) {
          pairs++;
          if (first.endedNanos() - second.endedNanos() >= SAME_TIME.toNanos()) {
            overtaken++;
          }
        }
      }
    }
    if (overtaken > OVERTAKING_TOLERANCE * pairs) {
      problems.add(
          "not served in order: in %d of %d pairs of waiting users the later one came first"
              .formatted(overtaken, pairs));
    }
    if (problems.isEmpty() && pairs == 0) {
      return Verdict.undecided(
              name, "no two users came far enough apart and had to wait, so there was no order")
          .of(Whose.INJECTOR);
    }
    return verdict(
        name,
        problems,
        "%d users on %d connections: all served, %d of them after waiting up to %s; overtaken %d of %d pairs"
            .formatted(
                users, facts.limit(), waited.size(), longest(facts.served()), overtaken, pairs));
  }

  /**
   * After the last release all connections can be had at once, soon.
   *
   * @param lastReleaseNanos {@link System#nanoTime} of the last release before these facts
   * @param expected how many are asked for: the limit, or what the server has room for
   */
  public static Verdict recovery(
      String name, PoolFacts facts, long lastReleaseNanos, int expected, Duration within) {
    var served = facts.served();
    var seen =
        "%d of %d connections, %d of them at once"
            .formatted(served.size(), expected, facts.peakLent());
    if (served.size() < expected || facts.peakLent() < expected) {
      return holds(false, name, "the pool did not come back: " + seen);
    }
    var last =
        Duration.ofNanos(
            served.stream().mapToLong(a -> a.endedNanos() - lastReleaseNanos).max().orElseThrow());
    return holds(
        last.compareTo(within) <= 0,
        name,
        "%s, %s after the last release (limit %s)"
            .formatted(seen, Judge.seconds(last), Judge.seconds(within)));
  }

  private static List<String> late(PoolFacts facts) {
    var late = facts.late(TIMEOUT_TOLERANCE);
    return late.isEmpty()
        ? List.of()
        : List.of(
            "%d of %d time-outs came later than %s, which is %s + %.0f %%: the last after %s"
                .formatted(
                    late.size(),
                    facts.timeouts().size(),
                    Judge.seconds(Duration.ofNanos(latestTimeout(facts))),
                    Judge.seconds(facts.timeout()),
                    100 * TIMEOUT_TOLERANCE,
                    longest(late)));
  }

  private static List<String> otherFailures(PoolFacts facts, long failed) {
    long others = failed - facts.timeouts().size();
    return others == 0
        ? List.of()
        : List.of(
            "%d users failed, but the pool gave %d time-outs: %d failed for another reason"
                .formatted(failed, facts.timeouts().size(), Math.max(0, others)));
  }

  private static long latestTimeout(PoolFacts facts) {
    return Math.round(facts.timeout().toNanos() * (1 + TIMEOUT_TOLERANCE));
  }

  private static String longest(List<Acquisition> acquisitions) {
    return waits(acquisitions, LongStream::max);
  }

  private static String waits(
      List<Acquisition> acquisitions, Function<LongStream, OptionalLong> which) {
    return which.apply(acquisitions.stream().mapToLong(Acquisition::waitedNanos)).stream()
        .mapToObj(nanos -> Judge.seconds(Duration.ofNanos(nanos)))
        .findFirst()
        .orElse("-");
  }

  /** Pass without problems; about the pool. */
  static Verdict verdict(String name, List<String> problems, String seen) {
    return holds(
        problems.isEmpty(),
        name,
        Stream.concat(problems.stream(), Stream.of(seen)).collect(joining("; ")));
  }

  /** Pass if it holds, else fail; about the pool. */
  static Verdict holds(boolean holds, String name, String evidence) {
    return Verdict.of(holds, name, evidence).of(Whose.POOL);
  }
}
