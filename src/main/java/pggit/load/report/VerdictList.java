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

  long failed() {
    return open.stream().filter(row -> row.outcome() == Outcome.FAIL).count();
  }

  long undecided() {
    return open.size() - failed();
  }

  Outcome outcome() {
    if (failed() > 0) {
      return Outcome.FAIL;
    }
    return undecided() > 0 || isEmpty() ? Outcome.UNDECIDED : Outcome.PASS;
  }

  boolean showPassed() {
    return passed.size() <= AT_A_GLANCE;
  }

  String passedWords() {
    return passed.size() + (open.isEmpty() ? " passed, all of them" : " passed");
  }

  /** {@code all 15 verdicts pass}, {@code 1 of 15 verdicts failed, 2 undecided}. */
  String headline() {
    int all = open.size() + passed.size();
    if (isEmpty()) {
      return "no verdict";
    }
    if (open.isEmpty()) {
      return all == 1 ? "the only verdict passes" : "all %s verdicts pass".formatted(all);
    }
    String of =
        "%s of %s %s"
            .formatted(
                failed() > 0 ? failed() : undecided(), all, all == 1 ? "verdict" : "verdicts");
    if (failed() == 0) {
      return of + " undecided";
    }
    return of + " failed" + (undecided() > 0 ? ", %s undecided".formatted(undecided()) : "");
  }
}
