package pggit.load.verdict;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import pggit.load.measure.Cause;
import pggit.load.measure.Tally;
import pggit.load.measure.Verdict;
import pggit.load.measure.Whose;

/**
 * What became of requests of several names together, and whose their errors are.
 *
 * @param failures how many did not, by SQLSTATE
 * @param examples one message of each SQLSTATE
 * @param kinds how many did not, by kind of error
 */
record Counted(
    long done,
    SortedMap<String, Long> failures,
    SortedMap<String, String> examples,
    SortedMap<Cause.Kind, Long> kinds) {

  /** What is a smaller share of the failures is not why there are so many. */
  private static final double MATTERS = 0.1;

  static Counted of(Iterable<Tally> tallies) {
    long done = 0;
    var failures = new TreeMap<String, Long>();
    var examples = new TreeMap<String, String>();
    var kinds = new TreeMap<Cause.Kind, Long>();
    for (var tally : tallies) {
      done += tally.successes();
      tally.failures().forEach((state, count) -> failures.merge(state, count, Long::sum));
      tally.examples().forEach(examples::putIfAbsent);
      tally.kinds().forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
    }
    return new Counted(done, failures, examples, kinds);
  }

  long tried() {
    return done + failures.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Without those that failed for a reason that is not pgGit's. */
  long ownTries() {
    return done + byOwner().getOrDefault(Whose.PGGIT, 0L);
  }

  private Map<Whose, Long> byOwner() {
    var owners = new EnumMap<Whose, Long>(Whose.class);
    failures.forEach((state, count) -> owners.merge(Whose.of(state), count, Long::sum));
    return owners;
  }

  /**
   * Undecided, since what is missing was not tried or failed for a reason that is not pgGit's.
   *
   * @param expected how many there should have been
   */
  Verdict elsewhere(String name, long expected, String evidence) {
    var owners = byOwner();
    owners.remove(Whose.PGGIT);
    owners.put(Whose.WAY_IN, owners.getOrDefault(Whose.WAY_IN, 0L) + expected - tried());
    var most = owners.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
    return Verdict.undecided(
            name,
            tried() < expected
                ? "%s; %,d were not tried: users did not get as far, see the errors of connecting"
                    .formatted(evidence, expected - tried())
                : evidence)
        .because(cause())
        .of(most.getKey());
  }

  /** The verdict with what is known of those that failed: how many, and the kinds of errors. */
  Verdict counted(Verdict verdict) {
    long own = byOwner().getOrDefault(Whose.PGGIT, 0L);
    return verdict.because(cause()).often(own, ownTries());
  }

  /** The kinds of errors that matter. */
  Cause cause() {
    double all = failures.values().stream().mapToLong(Long::longValue).sum();
    return Cause.errors(
        kinds.entrySet().stream()
            .filter(kind -> kind.getValue() >= MATTERS * all)
            .map(Map.Entry::getKey)
            .toList());
  }

  /** Errors with that code alone. */
  Cause cause(String sqlState) {
    return Cause.errors(
        kinds.keySet().stream().filter(kind -> kind.sqlState().equals(sqlState)).toList());
  }

  /** {@code ; 3 failed with 23505, such as "duplicate key …"}; empty if none failed. */
  String causes() {
    var text = new StringBuilder();
    failures.forEach(
        (state, count) ->
            text.append(
                "; %,d failed with %s, such as \"%s\"".formatted(count, state, message(state))));
    return text.toString();
  }

  /** An example without the SQLSTATE that it begins with. */
  private String message(String sqlState) {
    var example = examples.getOrDefault(sqlState, "");
    return example.startsWith(sqlState) ? example.substring(sqlState.length()).strip() : example;
  }
}
