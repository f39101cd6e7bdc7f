package pggit.load.check;

import java.util.LinkedHashSet;
import java.util.Set;

/** Collects what is wrong with one property; a reader sees the first few and the number. */
final class Findings {

  private static final int SHOWN = 6;

  private final Set<String> found = new LinkedHashSet<>();

  void add(String finding) {
    found.add(finding);
  }

  void addUnless(boolean good, String finding) {
    if (!good) {
      found.add(finding);
    }
  }

  void addAll(Iterable<String> findings) {
    findings.forEach(found::add);
  }

  boolean none() {
    return found.isEmpty();
  }

  int count() {
    return found.size();
  }

  /** The findings in one line. */
  String text() {
    var shown = String.join("; ", found.stream().limit(SHOWN).toList());
    return found.size() > SHOWN ? shown + "; and " + (found.size() - SHOWN) + " more" : shown;
  }

  /**
   * @param good evidence if nothing was found
   * @param meaning what the findings mean to somebody who uses this pgGit
   */
  Answer answer(String good, String meaning) {
    return none() ? Answer.holds(good) : Answer.broken(text() + ". " + meaning);
  }
}
