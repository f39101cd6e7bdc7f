package pggit.load.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pggit.load.measure.Verdict;

/**
 * Names each unexpected error once: a pgGit that fails everything for one reason has one defect,
 * not fifty.
 */
final class Causes {

  private Causes() {}

  static List<Verdict> once(List<Examined> examined) {
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
    return verdicts;
  }
}
