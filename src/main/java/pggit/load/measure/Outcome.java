package pggit.load.measure;

/** What a {@link Verdict} came to. */
public enum Outcome {
  /** The statement holds. */
  PASS,
  /** The statement does not hold. */
  FAIL,
  /** The run does not tell: too few samples, a missing baseline, another machine. */
  UNDECIDED
}
