package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pggit.load.pggit.HistoryCheck.Anomaly;
import pggit.load.pggit.HistoryCheck.Attempt;
import pggit.load.pggit.HistoryCheck.Fate;
import pggit.load.pggit.HistoryCheck.Kind;
import pggit.load.pggit.HistoryCheck.Look;

class HistoryCheckTest {

  private static final int SEEDS = 300;

  @Test
  void aCommitAcknowledgedBeforeAReadBeganIsInIt() {
    var commits = List.of(acknowledged("a", 0, 10), acknowledged("b", 20, 30));

    assertThat(kinds(commits, look(40, 50, "a", "b"))).isEmpty();
    assertThat(kinds(commits, look(25, 50, "a"))).isEmpty(); // b may be on its way
    assertThat(kinds(commits, look(40, 50, "a"))).containsExactly(Kind.LOST);
    assertThat(kinds(commits, look(40, 50, "a"), look(60, 70, "a", "b")))
        .containsExactly(Kind.STALE);
  }

  @Test
  void whatWasReadIsReadAgain() {
    var commits = List.of(acknowledged("a", 0, 10), new Attempt("b", Fate.IN_DOUBT, 5, 15));

    assertThat(kinds(commits, look(20, 30, "a", "b"), look(25, 40, "a"))).isEmpty(); // at once
    assertThat(kinds(commits, look(20, 30, "a", "b"), look(31, 40, "a")))
        .containsExactly(Kind.VANISHED);
    assertThat(kinds(commits, look(20, 30, "a"), look(31, 40, "a", "b"))).isEmpty(); // in doubt
  }

  @Test
  void nobodySeesWhatWasRolledBackOrNeverBegun() {
    var commits =
        List.of(new Attempt("a", Fate.ABORTED, 0, 10), new Attempt("b", Fate.IN_DOUBT, 50, 60));

    assertThat(kinds(commits, look(5, 20, "a"))).containsExactly(Kind.ABORTED);
    assertThat(kinds(commits, look(5, 20, "b"))).containsExactly(Kind.PHANTOM);
    assertThat(kinds(commits, look(5, 20, "c"))).containsExactly(Kind.PHANTOM);
    assertThat(kinds(commits, look(70, 80, "b", "b"))).containsExactly(Kind.TWICE);
  }

  /** The reference extension's: b draws its number before a, and is committed after a was read. */
  @Test
  void aCommitThatTookLongMayComeBeforeOneThatWasReadAlready() {
    var commits = List.of(acknowledged("a", 10, 20), acknowledged("b", 5, 50));

    assertThat(kinds(commits, look(30, 40, "a"), look(60, 70, "b", "a"))).isEmpty();
  }

  @Test
  void whatWasAcknowledgedBeforeAnotherWasBegunComesBeforeIt() {
    var commits = List.of(acknowledged("a", 0, 10), acknowledged("b", 20, 30));

    var found = HistoryCheck.of(commits, List.of(look(40, 50, "b", "a")), true);

    assertThat(found)
        .containsExactly(
            new Anomaly(
                Kind.ORDER,
                "b",
                "a was acknowledged before b was begun, but reader shows b before a"));
    assertThat(HistoryCheck.of(commits, List.of(look(40, 50, "b", "a")), false)).isEmpty();
  }

  @Test
  void twoReadsAgreeOnTheOrderAlsoByWayOfAThird() {
    var commits =
        List.of(acknowledged("a", 0, 100), acknowledged("b", 0, 100), acknowledged("c", 0, 100));

    assertThat(kinds(commits, look(10, 20, "a", "b"), look(15, 25, "b", "a")))
        .containsExactly(Kind.ORDER);
    var found =
        HistoryCheck.of(
            commits,
            List.of(look(10, 20, "a", "b"), look(11, 21, "b", "c"), look(12, 22, "c", "a")),
            true);
    assertThat(found)
        .singleElement()
        .satisfies(
            anomaly -> assertThat(anomaly.evidence()).startsWith("each has to come after the"));
  }

  // ---- executions that were serial, and what was done to them

  static LongStream seeds() {
    return LongStream.range(0, 5);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void serialExecutionsAreNeverFlagged(long base) {
    for (long seed = base * SEEDS; seed < (base + 1) * SEEDS; seed++) {
      var run = new Execution(seed);

      assertThat(HistoryCheck.of(run.commits, run.looks, true)).as("seed %d", seed).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsLostReorderedRepeatedOrInventedIsFlagged(long base) {
    int done = 0;
    for (long seed = base * SEEDS; seed < (base + 1) * SEEDS; seed++) {
      done += flags(seed, Kind.LOST, run -> run.lose(true)) ? 1 : 0;
      done += flags(seed, Kind.STALE, run -> run.lose(false)) ? 1 : 0;
      done += flags(seed, Kind.ORDER, Execution::reorder) ? 1 : 0;
      done += flags(seed, Kind.TWICE, Execution::repeat) ? 1 : 0;
      done += flags(seed, Kind.PHANTOM, Execution::invent) ? 1 : 0;
      done += flags(seed, Kind.ABORTED, Execution::showAborted) ? 1 : 0;
    }
    assertThat(done).isGreaterThan(4 * SEEDS);
  }

  /** Whether the mutation could be made; then it is found, and nothing of another kind. */
  private static boolean flags(long seed, Kind kind, Predicate<Execution> mutation) {
    var run = new Execution(seed);
    if (!mutation.test(run)) {
      return false;
    }
    assertThat(HistoryCheck.of(run.commits, run.looks, true))
        .as("%s, seed %d", kind, seed)
        .isNotEmpty()
        .extracting(Anomaly::kind)
        .containsOnly(kind);
    return true;
  }

  /**
   * A serial history as the reference extension makes one: each commit draws its number at one
   * instant and can be seen from another, both while its client waits; some fail, of some the
   * answer is lost.
   */
  private static final class Execution {
    private final Random random;
    private final List<Attempt> commits = new ArrayList<>();
    private final List<Look> looks = new ArrayList<>();

    private record Made(String key, long drawn, long seen) {}

    Execution(long seed) {
      random = new Random(seed);
      var made = new ArrayList<Made>();
      for (int i = 0; i < 40; i++) {
        long begun = random.nextInt(1000);
        long drawn = begun + 1 + random.nextInt(20);
        long seen = drawn + 1 + random.nextInt(random.nextInt(10) == 0 ? 300 : 20);
        long ended = seen + 1 + random.nextInt(20);
        int fate = random.nextInt(10);
        if (fate < 7) {
          commits.add(new Attempt("k" + i, Fate.ACKNOWLEDGED, begun, ended));
          made.add(new Made("k" + i, drawn, seen));
        } else if (fate == 7) {
          commits.add(new Attempt("k" + i, Fate.ABORTED, begun, ended));
        } else {
          long known = random.nextBoolean() ? ended : drawn; // the client gives up before
          commits.add(new Attempt("k" + i, Fate.IN_DOUBT, begun, known));
          if (random.nextBoolean()) {
            made.add(new Made("k" + i, drawn, seen));
          }
        }
      }
      made.sort(Comparator.comparingLong(Made::drawn).thenComparing(Made::key));
      for (int i = 0; i < 12; i++) {
        long begun = i == 11 ? 2000 : random.nextInt(1500);
        long snapshot = begun + 1 + random.nextInt(20);
        looks.add(
            new Look(
                "session " + i % 3,
                made.stream().filter(m -> m.seen() <= snapshot).map(Made::key).toList(),
                begun,
                snapshot + 1 + random.nextInt(20)));
      }
      looks.sort(Comparator.comparingLong(Look::endedNanos));
    }

    /** Takes a commit out of one read, or out of this and all that ended later. */
    boolean lose(boolean forGood) {
      int from = random.nextInt(looks.size() - 1);
      var acknowledged =
          commits.stream()
              .filter(c -> c.fate() == Fate.ACKNOWLEDGED)
              .filter(c -> c.endedNanos() < looks.get(from).begunNanos())
              .map(Attempt::key)
              .toList();
      if (acknowledged.isEmpty()) {
        return false;
      }
      var key = acknowledged.get(random.nextInt(acknowledged.size()));
      for (int i = from; i < (forGood ? looks.size() : from + 1); i++) {
        change(i, keys -> keys.remove(key));
      }
      return true;
    }

    /** In one read, swaps two of which one was acknowledged before the other was begun. */
    boolean reorder() {
      int at = random.nextInt(looks.size());
      var there = Set.copyOf(looks.get(at).keys());
      var pairs =
          commits.stream()
              .filter(a -> a.fate() == Fate.ACKNOWLEDGED && there.contains(a.key()))
              .flatMap(
                  a ->
                      commits.stream()
                          .filter(b -> there.contains(b.key()) && a.endedNanos() < b.begunNanos())
                          .map(b -> List.of(a.key(), b.key())))
              .collect(Collectors.toList());
      if (pairs.isEmpty()) {
        return false;
      }
      var pair = pairs.get(random.nextInt(pairs.size()));
      change(
          at, keys -> Collections.swap(keys, keys.indexOf(pair.get(0)), keys.indexOf(pair.get(1))));
      return true;
    }

    boolean repeat() {
      int at = looks.size() - 1;
      var key = looks.get(at).keys().get(0);
      change(at, keys -> keys.add(1, key));
      return true;
    }

    boolean invent() {
      change(looks.size() - 1, keys -> keys.add(random.nextInt(keys.size()), "nobody's"));
      return true;
    }

    boolean showAborted() {
      var aborted = commits.stream().filter(c -> c.fate() == Fate.ABORTED).findFirst();
      aborted.ifPresent(c -> change(looks.size() - 1, keys -> keys.add(c.key())));
      // At the end of the log it contradicts no order unless something was begun after it.
      return aborted.isPresent();
    }

    private void change(int at, java.util.function.Consumer<List<String>> how) {
      var look = looks.get(at);
      var keys = new ArrayList<>(look.keys());
      how.accept(keys);
      looks.set(at, new Look(look.session(), keys, look.begunNanos(), look.endedNanos()));
    }
  }

  private static Attempt acknowledged(String key, long begun, long ended) {
    return new Attempt(key, Fate.ACKNOWLEDGED, begun, ended);
  }

  private static Look look(long begun, long ended, String... keys) {
    return new Look("reader", List.of(keys), begun, ended);
  }

  private static List<Kind> kinds(List<Attempt> commits, Look... looks) {
    return HistoryCheck.of(commits, List.of(looks), true).stream().map(Anomaly::kind).toList();
  }
}
