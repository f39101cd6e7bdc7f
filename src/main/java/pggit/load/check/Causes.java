package pggit.load.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import pggit.load.measure.Cause;
import pggit.load.measure.Verdict;

/**
 * Names each unexpected error once: a pgGit that fails everything for one reason has one defect,
 * not fifty.
 */
final class Causes {

  static final String FIRST_COMMIT = "a first commit on a new branch";
  static final String SAME_ID = "no two commits get the same ID";
  static final String AT_ONCE = "commits of many sessions at once";
  static final String CHAIN = "commits made at once on a branch form one chain";
  static final String FIRST_AT_ONCE = "many first commits on one new branch at once";
  static final String SERIES = "a long series of commits";
  static final String NOW_AND_THEN = "nothing fails now and then";

  /**
   * What is often all that is behind other findings.
   *
   * @param root name of the property that does not hold
   * @param consequence whether one that does not hold either follows from it; the root comes first
   */
  private record Chain(String root, BiPredicate<Examined, Examined> consequence) {}

  private static final List<Chain> CHAINS =
      List.of(
          chain(
              "there are enough IDs",
              Set.of("many commits in one transaction", "messages of any size", AT_ONCE, SERIES)),
          chain(
              "a write that fails makes the commit fail",
              Set.of(
                  "a null branch is refused",
                  "a null message is refused",
                  "a null commit name is refused",
                  "a blank branch is refused",
                  "a commit that cannot get a lock fails whole",
                  "a read-only transaction refuses a commit",
                  "a cancelled commit ends and leaves nothing")),
          chain("a commit's parent is the one before it on its branch", Set.of(CHAIN)),
          same(FIRST_COMMIT),
          same("quotes, backslashes and SQL in a message are kept"),
          new Chain(
              FIRST_AT_ONCE,
              (root, other) ->
                  other.property().equals(AT_ONCE) && compatible(root.signs(), other.signs())),
          new Chain(SAME_ID, Causes::collides),
          new Chain(
              "every ALTER TABLE moves the version forward",
              (root, other) -> other.signs().show(Symptom.VERSION_STAYS)),
          chain(
              "CREATE TABLE does not read the whole catalog",
              Set.of("the cost of CREATE TABLE does not grow with the number of tables")),
          late("a commit leaves no lock behind"),
          late("a commit does not sleep"),
          late("a commit does not compute for long"),
          same(SERIES));

  /** Where commits that get the same ID come to harm. */
  private static final Set<String> COLLIDING =
      Set.of(
          "there are enough IDs",
          "one commit for each call of a statement",
          "the same commit twice is two commits",
          "many commits in one transaction",
          "many commits on one branch at once",
          "the same message from many sessions at once",
          AT_ONCE);

  private Causes() {}

  private static Chain chain(String root, Set<String> consequences) {
    return new Chain(root, (from, other) -> consequences.contains(other.property()));
  }

  /** Whatever fails with the same error. */
  private static Chain same(String root) {
    return new Chain(root, (from, other) -> other.signs().share(from.signs()));
  }

  private static Chain late(String root) {
    return new Chain(root, (from, other) -> other.signs().show(Symptom.LATE));
  }

  private static boolean collides(Examined root, Examined other) {
    boolean duplicates = other.signs().failures().stream().anyMatch(Failure::isDuplicate);
    return (duplicates || COLLIDING.contains(other.property()))
        && compatible(root.signs(), other.signs());
  }

  /** Not two different errors: where both have some, one is of the same kind. */
  private static boolean compatible(Signs root, Signs other) {
    return root.failures().isEmpty() || other.failures().isEmpty() || other.share(root);
  }

  /**
   * @param chance failures that did not come again when the same was tried once more
   */
  static List<Verdict> once(List<Examined> examined, List<Failure> chance) {
    var all = namedOnce(examined);
    var told =
        chance.stream()
            .filter(f -> all.stream().noneMatch(e -> e.fails() && e.signs().show(f)))
            .map(f -> Told.failed("", "now and then a commit or a check", f))
            .toList();
    if (!told.isEmpty()) {
      all.add(
          Examined.told(
              NOW_AND_THEN,
              NOW_AND_THEN,
              told,
              "",
              "It went through when tried again, and nobody can rely on it"));
    }
    return all.stream().map(one -> told(one, all)).toList();
  }

  /** An error that ended several examinations is told with the first of them. */
  private static List<Examined> namedOnce(List<Examined> examined) {
    Map<Cause.Kind, String> firstByKind = new HashMap<>();
    var all = new ArrayList<Examined>();
    for (var one : examined) {
      var verdict = one.verdict();
      if (one.signs().show(Symptom.BROKE_OFF) && !one.signs().show(Symptom.LATE)) {
        for (var failure : one.signs().failures()) {
          var first = firstByKind.putIfAbsent(failure.kind(), verdict.name());
          if (first != null) {
            verdict =
                Verdict.undecided(
                    verdict.name(),
                    "cannot be told, for the reason of “" + first + "”: " + failure);
          }
        }
      }
      all.add(one.with(verdict));
    }
    return all;
  }

  /** The verdict that this one likely follows from, by these chains. */
  private static Optional<String> root(Examined one, List<Examined> all, List<Chain> chains) {
    for (int i = 0; i < chains.size() && one.fails(); i++) {
      var chain = chains.get(i);
      var before =
          chains.subList(0, i); // else two that share an error would follow from each other
      boolean follows =
          !one.property().equals(chain.root())
              && all.stream()
                  .filter(r -> r.fails() && r.verdict().name().equals(chain.root()))
                  .filter(r -> !r.signs().show(Symptom.BROKE_OFF))
                  .filter(r -> root(r, all, before).filter(one.verdict().name()::equals).isEmpty())
                  .anyMatch(r -> chain.consequence().test(r, one));
      if (follows) {
        return Optional.of(chain.root());
      }
    }
    return Optional.empty();
  }

  /** The verdict with what it rests on, as data and in its last words. */
  private static Verdict told(Examined one, List<Examined> all) {
    var verdict = one.verdict();
    var cause = Cause.errors(one.signs().kinds());
    return root(one, all, CHAINS)
        .map(
            root ->
                verdict
                    .saying(" (likely a consequence of “" + root + "”)")
                    .because(cause.following(root)))
        .orElseGet(() -> one.signs().failures().isEmpty() ? verdict : verdict.because(cause));
  }
}
