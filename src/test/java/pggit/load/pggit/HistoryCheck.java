package pggit.load.pggit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Whether some serial order of the commits of one branch explains everything that was read of it:
 * Elle's list-append with the branch's log as the list. A pure function of what clients saw.
 *
 * <p>Only what nobody can dispute counts. One commit has to come before another only where it was
 * acknowledged before the other was begun, or where a log that was read says so. A commit that took
 * long may therefore show up before one that was read already, as it does where numbers are drawn
 * before the transaction ends. And what somebody has read, everybody who begins to read after that
 * has to see: this is for one server, and not for readers of a replica.
 *
 * @see <a href="https://doi.org/10.14778/3430915.3430918">Kingsbury, Alvaro: Elle (2020)</a>
 */
public final class HistoryCheck {

  /** What became of a commit, as its client knows it. */
  public enum Fate {
    ACKNOWLEDGED,
    /** Rolled back, so that nobody may ever see it. */
    ABORTED,
    /** Its answer was lost; or it failed, which the ledger judges. */
    IN_DOUBT
  }

  /**
   * A commit that a client tried to make.
   *
   * @param key tells it from every other one, whatever its ID
   * @param begunNanos before it was sent, by {@link System#nanoTime}
   * @param endedNanos after its end was known
   */
  public record Attempt(String key, Fate fate, long begunNanos, long endedNanos) {
    public Attempt {
      Objects.requireNonNull(fate, "fate");
      if (endedNanos < begunNanos) {
        throw new IllegalArgumentException("commit " + key + " ended before it was begun");
      }
    }

    private boolean acknowledgedBefore(long nanos) {
      return fate == Fate.ACKNOWLEDGED && endedNanos < nanos;
    }
  }

  /**
   * The log of the branch as one statement saw it.
   *
   * @param keys of its commits, the first one first where their order can be read
   */
  public record Look(String session, List<String> keys, long begunNanos, long endedNanos) {
    public Look {
      keys = List.copyOf(keys);
      if (endedNanos < begunNanos) {
        throw new IllegalArgumentException(session + " ended a read before it was begun");
      }
    }
  }

  /** What no serial order explains. */
  public enum Kind {
    LOST("acknowledged commits that a later read does not show, nor any read after that"),
    STALE("acknowledged commits that a later read does not show, but one after that does"),
    VANISHED("commits that were read, and that a read begun later does not show"),
    ABORTED("commits that were rolled back, and read"),
    PHANTOM("commits that were read, and that nobody had begun"),
    TWICE("commits that a read shows more than once"),
    ORDER("orders of commits that contradict each other");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** For people, in the plural. */
    public String words() {
      return words;
    }
  }

  /**
   * @param key the commit
   * @param evidence who saw what
   */
  public record Anomaly(Kind kind, String key, String evidence) {}

  private final Map<String, Attempt> attempts = new LinkedHashMap<>();
  private final List<Look> looks;
  private final Map<String, Anomaly> anomalies = new LinkedHashMap<>();

  private HistoryCheck(Collection<Attempt> attempts, Collection<Look> looks) {
    attempts.forEach(attempt -> this.attempts.put(attempt.key(), attempt));
    this.looks = looks.stream().sorted(Comparator.comparingLong(Look::endedNanos)).toList();
  }

  /**
   * All anomalies, each commit once for each kind; of contradictory orders one example.
   *
   * @param attempts all commits that anybody tried to make on the branch
   * @param looks all that was read of it, in any order
   * @param ordered whether the order of a look's keys says anything
   */
  public static List<Anomaly> of(
      Collection<Attempt> attempts, Collection<Look> looks, boolean ordered) {
    var check = new HistoryCheck(attempts, looks);
    check.members();
    if (ordered) {
      check.order();
    }
    return List.copyOf(check.anomalies.values());
  }

  private void found(Kind kind, String key, String evidence) {
    anomalies.putIfAbsent(kind + " " + key, new Anomaly(kind, key, evidence));
  }

  // ---- who is there

  private void members() {
    var lastSeen = new HashMap<String, Look>();
    looks.forEach(look -> look.keys().forEach(key -> lastSeen.put(key, look)));
    var firstSeen = new HashMap<String, Look>();
    for (var look : looks) {
      var there = new HashSet<String>();
      for (var key : look.keys()) {
        if (!there.add(key)) {
          found(Kind.TWICE, key, look.session() + " saw it twice in one read");
        }
        belongs(key, look);
      }
      for (var attempt : attempts.values()) {
        if (!there.contains(attempt.key())) {
          mayBeMissing(attempt, look, firstSeen, lastSeen);
        }
      }
      there.forEach(key -> firstSeen.putIfAbsent(key, look));
    }
  }

  private void belongs(String key, Look look) {
    var attempt = attempts.get(key);
    if (attempt == null || attempt.begunNanos() > look.endedNanos()) {
      found(
          Kind.PHANTOM,
          key,
          look.session() + (attempt == null ? " saw it" : " saw it before it was begun"));
    } else if (attempt.fate() == Fate.ABORTED) {
      found(Kind.ABORTED, key, look.session() + " saw it");
    }
  }

  private void mayBeMissing(
      Attempt attempt, Look look, Map<String, Look> firstSeen, Map<String, Look> lastSeen) {
    var key = attempt.key();
    var seen = firstSeen.get(key);
    if (attempt.acknowledgedBefore(look.begunNanos())) {
      var last = lastSeen.get(key);
      found(
          last == null || last.endedNanos() <= look.endedNanos() ? Kind.LOST : Kind.STALE,
          key,
          "acknowledged %s before %s began to read"
              .formatted(millis(look.begunNanos() - attempt.endedNanos()), look.session()));
    } else if (seen != null && seen.endedNanos() < look.begunNanos()) {
      found(
          Kind.VANISHED,
          key,
          "%s saw it %s before %s began to read"
              .formatted(
                  seen.session(), millis(look.begunNanos() - seen.endedNanos()), look.session()));
    }
  }

  private static String millis(long nanos) {
    return "%.1f ms".formatted(nanos / 1e6);
  }

  // ---- in which order

  /**
   * Looks for one order that all reads and all acknowledgements allow, by taking away what nothing
   * has to precede: of those the one begun first, for if that has to wait for a commit acknowledged
   * before, so have all.
   */
  private void order() {
    var before = new HashMap<String, Set<String>>();
    var after = new HashMap<String, Set<String>>();
    for (var look : looks) {
      var known = look.keys().stream().filter(attempts::containsKey).distinct().toList();
      for (int i = 0; i < known.size(); i++) {
        var earlier = before.computeIfAbsent(known.get(i), k -> new HashSet<>());
        if (i > 0) {
          earlier.add(known.get(i - 1));
          after.computeIfAbsent(known.get(i - 1), k -> new HashSet<>()).add(known.get(i));
        }
      }
    }
    var waiting = new HashMap<String, Integer>();
    var free =
        new PriorityQueue<String>(Comparator.comparingLong(key -> attempt(key).begunNanos()));
    var byEnd = new PriorityQueue<String>(Comparator.comparingLong(this::acknowledgedNanos));
    byEnd.addAll(before.keySet());
    before.forEach(
        (key, earlier) -> {
          waiting.put(key, earlier.size());
          if (earlier.isEmpty()) {
            free.add(key);
          }
        });
    var left = new LinkedHashSet<>(before.keySet());
    while (!free.isEmpty()) {
      while (!left.contains(byEnd.element())) {
        byEnd.remove();
      }
      if (attempt(byEnd.element()).acknowledgedBefore(attempt(free.element()).begunNanos())) {
        break;
      }
      var taken = free.remove();
      left.remove(taken);
      for (var next : after.getOrDefault(taken, Set.of())) {
        if (waiting.merge(next, -1, Integer::sum) == 0) {
          free.add(next);
        }
      }
    }
    if (!left.isEmpty()) {
      contradiction(left, before);
    }
  }

  private Attempt attempt(String key) {
    return Objects.requireNonNull(attempts.get(key));
  }

  private long acknowledgedNanos(String key) {
    var attempt = attempt(key);
    return attempt.fate() == Fate.ACKNOWLEDGED ? attempt.endedNanos() : Long.MAX_VALUE;
  }

  /** Each that is left has to wait for another one that is left: so there is a cycle. */
  private void contradiction(Set<String> left, Map<String, Set<String>> before) {
    var earliest =
        left.stream().min(Comparator.comparingLong(this::acknowledgedNanos)).orElseThrow();
    var path = new ArrayList<String>();
    var next = earliest;
    while (!path.contains(next)) {
      path.add(next);
      var key = next;
      next =
          attempt(earliest).acknowledgedBefore(attempt(key).begunNanos())
              ? earliest
              : before.getOrDefault(key, Set.of()).stream()
                  .filter(left::contains)
                  .findFirst()
                  .orElseThrow();
    }
    var cycle = path.subList(path.indexOf(next), path.size()); // each behind the one that follows
    for (int i = 0; i < cycle.size(); i++) {
      var later = cycle.get(i);
      var earlier = cycle.get((i + 1) % cycle.size());
      var contrary = whoShows(later, earlier);
      if (contrary.isPresent()) {
        found(
            Kind.ORDER,
            later,
            "%s, but %s shows %s before %s"
                .formatted(why(earlier, later), contrary.get().session(), later, earlier));
        return;
      }
    }
    found(Kind.ORDER, next, "each has to come after the next one: " + String.join(", ", cycle));
  }

  private String why(String earlier, String later) {
    return attempt(earlier).acknowledgedBefore(attempt(later).begunNanos())
        ? "%s was acknowledged before %s was begun".formatted(earlier, later)
        : "%s shows %s before %s"
            .formatted(whoShows(earlier, later).orElseThrow().session(), earlier, later);
  }

  /** A read that has the one before the other. */
  private Optional<Look> whoShows(String one, String other) {
    return looks.stream()
        .filter(
            look -> {
              int at = look.keys().indexOf(one);
              return at >= 0 && look.keys().lastIndexOf(other) > at;
            })
        .findFirst();
  }
}
