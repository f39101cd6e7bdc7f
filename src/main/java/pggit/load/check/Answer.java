package pggit.load.check;

import java.util.List;
import pggit.load.measure.Verdict;

/** What came out of examining one property. */
sealed interface Answer {

  /** The property holds. */
  record Holds(String evidence) implements Answer {}

  /** It does not; the evidence names the defect and what it means. */
  record Broken(String evidence) implements Answer {}

  /** It cannot be told here, for this reason. */
  record Unknown(String reason) implements Answer {}

  /** This pgGit does not offer what the property is about. */
  record NotApplicable() implements Answer {}

  /** Verdicts of their own, where one examination shows several things. */
  record Several(List<Verdict> verdicts) implements Answer {
    public Several {
      verdicts = List.copyOf(verdicts);
    }
  }

  static Answer holds(String evidence) {
    return new Holds(evidence);
  }

  static Answer broken(String evidence) {
    return new Broken(evidence);
  }

  static Answer of(boolean holds, String good, String bad) {
    return holds ? holds(good) : broken(bad);
  }

  static Answer unknown(String reason) {
    return new Unknown(reason);
  }

  static Answer notApplicable() {
    return new NotApplicable();
  }
}
