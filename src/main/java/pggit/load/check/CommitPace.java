package pggit.load.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How long commits take in a database, and in one examination there. Any threads may use it. */
final class CommitPace {

  private static final int FEWEST = 3;

  /** Commits from which on the first and the last of them tell whether they become slower. */
  private static final int ENOUGH = 8;

  /**
   * A median of this much makes a pgGit slow rather than hanging; the machine alone is not that
   * slow.
   */
  private static final double SLOW_MILLIS = 50;

  private static final double GROWS = 2;

  private final List<Long> nanos = new ArrayList<>();
  private int begin;

  synchronized void took(long commitNanos) {
    nanos.add(commitNanos);
  }

  /** Another examination begins. */
  synchronized void beginAgain() {
    begin = nanos.size();
  }

  /** In words, that commits are slow and whether they became slower; empty if they are not. */
  synchronized Optional<String> slow() {
    if (nanos.size() < FEWEST) {
      return Optional.empty();
    }
    var own = nanos.subList(begin, nanos.size());
    boolean enough = own.size() >= ENOUGH;
    var some = enough ? own : nanos;
    int part = enough ? some.size() / 4 : some.size(); // others may have been larger, not later
    double all = medianMillis(some);
    double first = medianMillis(some.subList(0, part));
    double last = medianMillis(some.subList(some.size() - part, some.size()));
    if (Math.max(all, last) < SLOW_MILLIS) {
      return Optional.empty();
    }
    return Optional.of(
        last > GROWS * first
            ? String.format(
                Locale.ROOT,
                "%,d commits took %.0f ms each at first and %.0f ms in the end: they become slower the more there are",
                some.size(),
                first,
                last)
            : String.format(Locale.ROOT, "%,d commits took %.0f ms each", some.size(), all));
  }

  private static double medianMillis(List<Long> some) {
    var sorted = some.stream().sorted().toList();
    return sorted.get(sorted.size() / 2) / 1e6;
  }
}
