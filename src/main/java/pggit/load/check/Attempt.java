package pggit.load.check;

import java.util.Optional;

/**
 * How examining one property ended.
 *
 * @param failure an SQL error that nobody expected, if that ended it
 */
record Attempt(Answer answer, Optional<Failure> failure) {

  static Attempt answered(Answer answer) {
    return new Attempt(answer, Optional.empty());
  }

  static Attempt failed(Failure failure) {
    return new Attempt(
        Answer.broken(
                "failed with "
                    + failure
                    + ". pgGit does not get as far as showing whether this holds")
            .seeing(Signs.of(Symptom.BROKE_OFF))
            .seeing(failure),
        Optional.of(failure));
  }
}
