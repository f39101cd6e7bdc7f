package pggit.load.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;

/**
 * Names each unexpected error once: a pgGit that fails everything for one reason has one defect,
 * not fifty.
 */
final class Causes {

  static final String NOW_AND_THEN = "nothing fails now and then";

  /**
   * What is often all that is behind other findings.
   *
   * @param root name of the verdict that failed first
   * @param consequences how those begin that then fail too, name and evidence
   */
  private record Chain(String root, Pattern consequences) {}

  private static final Pattern LATE =
      Pattern.compile(".*(no answer in time|" + Attempt.HANGS + ")");

  private static final List<Chain> CHAINS =
      List.of(
          new Chain(
              "there are enough IDs",
              Pattern.compile(
                  "many commits in one transaction|messages of any size"
                      + "|(commits of many sessions at once|a long series of commits): .*")),
          new Chain(
              "a write that fails makes the commit fail",
              Pattern.compile(
                  "a (null|blank) .* is refused|a commit that cannot get a lock fails whole"
                      + "|a read-only transaction refuses a commit|a cancelled commit .*")),
          new Chain(
              "many first commits on one new branch at once",
              Pattern.compile("commits of many sessions at once")),
          new Chain(
              Collisions.NAME,
              Pattern.compile(
                  "there are enough IDs|one commit for each call.*|(the same commit twice|many commits in one|many commits on one|the same message from many|commits of many sessions).*|.*23505")),
          new Chain(
              "every ALTER TABLE moves the version forward",
              Pattern.compile(
                  ".*(ALTER TABLE .*leaves its version|does not move its version|ALTER left the version|stays at .* after ALTER TABLE).*")),
          new Chain("a commit leaves no lock behind", LATE),
          new Chain("a commit does not sleep", LATE),
          new Chain("a commit does not compute for long", LATE));

  private static final String CONSEQUENCE = " (likely a consequence of “";

  private Causes() {}

  /**
   * @param chance failures that did not come again when the same was tried once more
   */
  static List<Verdict> once(List<Examined> examined, List<Failure> chance) {
    Map<String, String> firstByKind = new HashMap<>();
    List<Verdict> verdicts = new ArrayList<>();
    for (var one : examined) {
      var verdict = one.verdict();
      var failure = one.failure();
      if (failure != null && !failure.isTimeout()) {
        var first = firstByKind.putIfAbsent(failure.kind(), verdict.name());
        if (first != null) {
          verdict =
              Verdict.undecided(
                  verdict.name(), "cannot be told, for the reason of “" + first + "”: " + failure);
        }
      }
      verdicts.add(verdict);
    }
    verdicts.addAll(byChance(verdicts, chance));
    var found = List.copyOf(verdicts);
    CHAINS.forEach(chain -> verdicts.replaceAll(v -> traced(v, chain, found)));
    nowAndThen(verdicts).ifPresent(error -> verdicts.replaceAll(v -> withRoot(v, error)));
    return verdicts;
  }

  /** The error of a series of plain commits some of which failed, unless it has a cause itself. */
  private static Optional<String> nowAndThen(List<Verdict> verdicts) {
    return verdicts.stream()
        .filter(v -> v.outcome() == Outcome.FAIL && v.name().equals(Series.ALL))
        .filter(v -> !v.evidence().contains(CONSEQUENCE))
        .map(v -> Series.FAILING.matcher(v.evidence()))
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst();
  }

  /** Whatever happened to be examined when that error came has not been shown to be wrong. */
  private static Verdict withRoot(Verdict verdict, String error) {
    boolean follows =
        verdict.outcome() == Outcome.FAIL
            && !verdict.name().equals(Series.ALL)
            && !verdict.evidence().contains(CONSEQUENCE)
            && verdict.evidence().contains(error);
    return follows ? consequence(verdict, Series.ALL) : verdict;
  }

  private static Verdict consequence(Verdict verdict, String root) {
    return Verdict.fail(verdict.name(), verdict.evidence() + CONSEQUENCE + root + "”)");
  }

  /** A failed verdict with the one that is likely its cause, if that failed too. */
  private static Verdict traced(Verdict verdict, Chain chain, List<Verdict> all) {
    boolean follows =
        verdict.outcome() == Outcome.FAIL
            && !verdict.name().equals(chain.root())
            && chain.consequences().matcher(verdict.name() + ": " + verdict.evidence()).lookingAt()
            && all.stream()
                .anyMatch(
                    v ->
                        v.outcome() == Outcome.FAIL
                            && v.name().equals(chain.root())
                            && !v.evidence().startsWith(Attempt.FAILED)
                            && !v.evidence().startsWith(Attempt.HANGS));
    return follows ? consequence(verdict, chain.root()) : verdict;
  }

  /** What no other verdict names. */
  private static List<Verdict> byChance(List<Verdict> verdicts, List<Failure> chance) {
    var findings = new Findings();
    for (var failure : chance) {
      boolean named =
          verdicts.stream()
              .anyMatch(v -> v.outcome() == Outcome.FAIL && v.evidence().contains(failure.state()));
      findings.addUnless(named, "a commit or a check failed with " + failure);
    }
    return findings.none()
        ? List.of()
        : List.of(
            Verdict.fail(
                NOW_AND_THEN,
                findings.text() + ", and went through when tried again. Nobody can rely on it"));
  }
}
