package pggit.load.check;

import java.util.List;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;

/** What came out of examining one property. */
sealed interface Answer {

  /**
   * Whether it holds.
   *
   * @param evidence names the defect and what it means if it does not, the reason if it cannot be
   *     told
   */
  record One(Outcome outcome, String evidence, Signs signs) implements Answer {}

  /** Verdicts of their own: several, or none where this pgGit does not offer what it is about. */
  record Several(List<Examined> verdicts) implements Answer {
    public Several {
      verdicts = List.copyOf(verdicts);
    }
  }

  /** The same, and this was seen, if it counts against the property. */
  default Answer seeing(Signs signs) {
    return this instanceof One one && one.outcome() == Outcome.FAIL
        ? new One(one.outcome(), one.evidence(), one.signs().and(signs))
        : this;
  }

  default Answer seeing(Failure failure) {
    return seeing(Signs.of(Symptom.REFUSED).and(failure));
  }

  /** What it says of a property, as verdicts. */
  default List<Examined> examined(String name) {
    return this instanceof One one
        ? List.of(Examined.of(new Verdict(name, one.outcome(), one.evidence()), one.signs()))
        : ((Several) this).verdicts();
  }

  static Answer holds(String evidence) {
    return new One(Outcome.PASS, evidence, Signs.NONE);
  }

  static Answer broken(String evidence) {
    return new One(Outcome.FAIL, evidence, Signs.NONE);
  }

  /** An error that nobody expected ended the examination. */
  static Answer brokenOff(Failure failure) {
    return broken(
            "failed with " + failure + ". pgGit does not get as far as showing whether this holds")
        .seeing(Signs.of(Symptom.BROKE_OFF))
        .seeing(failure);
  }

  /**
   * It did not come to an end.
   *
   * @param explained whether the evidence says why
   */
  static Answer noEnd(String evidence, boolean explained) {
    var answer =
        broken(evidence).seeing(Signs.of(Symptom.BROKE_OFF, Symptom.REFUSED, Symptom.LATE));
    return explained ? answer.seeing(Signs.of(Symptom.EXPLAINED)) : answer;
  }

  static Answer unknown(String reason) {
    return new One(Outcome.UNDECIDED, reason, Signs.NONE);
  }

  static Answer notApplicable() {
    return new Several(List.of());
  }
}
