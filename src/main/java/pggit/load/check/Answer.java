package pggit.load.check;

import java.util.List;
import java.util.Optional;
import pggit.load.measure.Verdict;

/** What came out of examining one property. */
sealed interface Answer {

  /** The property holds. */
  record Holds(String evidence) implements Answer {}

  /** It does not; the evidence names the defect and what it means. */
  record Broken(String evidence, Signs signs) implements Answer {}

  /** It cannot be told here, for this reason. */
  record Unknown(String reason) implements Answer {}

  /** This pgGit does not offer what the property is about. */
  record NotApplicable() implements Answer {}

  /** Verdicts of their own, where one examination shows several things. */
  record Several(List<Examined> verdicts) implements Answer {
    public Several {
      verdicts = List.copyOf(verdicts);
    }
  }

  /** The same, and this was seen, if it counts against the property. */
  default Answer seeing(Signs signs) {
    return this instanceof Broken broken
        ? new Broken(broken.evidence(), broken.signs().and(signs))
        : this;
  }

  default Answer seeing(Failure failure) {
    return seeing(Signs.of(Symptom.REFUSED).and(failure));
  }

  default Answer seeing(Optional<Failure> failure) {
    return failure.map(this::seeing).orElse(this);
  }

  /** What it says of a property, as a verdict; none if the property is none of this pgGit. */
  default List<Examined> examined(String name) {
    if (this instanceof Holds holds) {
      return List.of(Examined.of(Verdict.pass(name, holds.evidence())));
    }
    if (this instanceof Broken broken) {
      return List.of(Examined.of(Verdict.fail(name, broken.evidence()), broken.signs()));
    }
    if (this instanceof Unknown unknown) {
      return List.of(Examined.of(Verdict.undecided(name, unknown.reason())));
    }
    return this instanceof Several several ? several.verdicts() : List.of();
  }

  static Answer holds(String evidence) {
    return new Holds(evidence);
  }

  static Answer broken(String evidence) {
    return new Broken(evidence, Signs.NONE);
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
