package pggit.load.measure;

/** How grave it is if a {@link Verdict}'s statement does not hold; the gravest comes first. */
public enum Severity {
  /** Data that was acknowledged is lost or altered. */
  LOSS,
  /** IDs are wrong, or one stands for two commits. */
  IDENTITY,
  /** Work is refused, deadlocks or does not end. */
  REFUSAL,
  /** Cost grows with size, or throughput falls under load. */
  LOAD,
  /** Something costs more than it need. */
  COST,
  /** The history misses changes. */
  INCOMPLETE,
  /** Anything that a caller can live with. */
  HYGIENE
}
