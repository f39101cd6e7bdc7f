package pggit.load.report;

import java.util.ArrayList;
import java.util.List;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;

/**
 * The verdicts of a run in the order in which one wants to read them.
 *
 * @param open those that failed, then those that are undecided
 * @param passed all others
 */
record VerdictList(List<VerdictRow> open, List<VerdictRow> passed) {
  /** So many can be read at a glance. */
  private static final int AT_A_GLANCE = 30;

  static VerdictList of(List<Verdict> verdicts) {
    List<VerdictRow> open = new ArrayList<>(rows(verdicts, Outcome.FAIL));
    open.addAll(rows(verdicts, Outcome.UNDECIDED));
    return new VerdictList(open, rows(verdicts, Outcome.PASS));
  }

  private static List<VerdictRow> rows(List<Verdict> verdicts, Outcome outcome) {
    return verdicts.stream().filter(v -> v.outcome() == outcome).map(VerdictRow::of).toList();
  }

  boolean isEmpty() {
    return open.isEmpty() && passed.isEmpty();
  }

  boolean showPassed() {
    return passed.size() <= AT_A_GLANCE;
  }

  String passedWords() {
    return passed.size() + (open.isEmpty() ? " passed, all of them" : " passed");
  }
}
