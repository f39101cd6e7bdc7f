package pggit.load.measure;

/** How grave it is if a {@link Verdict}'s statement does not hold; the gravest comes first. */
public enum Severity {
  /** Data that was acknowledged is lost or altered. */
  LOSS("lost or altered data"),
  /** IDs are wrong, or one stands for two commits. */
  IDENTITY("wrong or colliding IDs"),
  /** Work is refused, deadlocks or does not end. */
  REFUSAL("refused work"),
  /** Cost grows with size, or throughput falls under load. */
  LOAD("grows or collapses"),
  /** Something costs more than it need. */
  COST("costs"),
  /** The history misses changes. */
  INCOMPLETE("incomplete history"),
  /** Anything that a caller can live with. */
  HYGIENE("hygiene");

  private final String words;

  Severity(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }
}
