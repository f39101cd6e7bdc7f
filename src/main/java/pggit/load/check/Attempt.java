package pggit.load.check;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.Verdict;

/** How examining one property ended: with an answer, or with an SQL error nobody expected. */
record Attempt(@Nullable Answer answer, @Nullable Failure failure) {

  /** How the evidence begins where an error ended an examination. */
  static final String FAILED = "failed";

  /** How it begins where an examination did not end. */
  static final String HANGS = "did not come to an end";

  static Attempt answered(Answer answer) {
    return new Attempt(answer, null);
  }

  static Attempt failed(Failure failure) {
    return new Attempt(null, failure);
  }

  List<Examined> verdicts(String name) {
    if (failure != null) {
      return List.of(
          new Examined(
              Verdict.fail(
                  name,
                  FAILED
                      + " with "
                      + failure
                      + ". pgGit does not get as far as showing whether this holds"),
              failure));
    }
    if (answer instanceof Answer.Holds holds) {
      return List.of(Examined.of(Verdict.pass(name, holds.evidence())));
    }
    if (answer instanceof Answer.Broken broken) {
      return List.of(Examined.of(Verdict.fail(name, broken.evidence())));
    }
    if (answer instanceof Answer.Unknown unknown) {
      return List.of(Examined.of(Verdict.undecided(name, unknown.reason())));
    }
    if (answer instanceof Answer.Several several) {
      return several.verdicts().stream().map(Examined::of).toList();
    }
    return List.of();
  }
}
