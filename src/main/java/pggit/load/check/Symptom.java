package pggit.load.check;

/** What was seen of a property that does not hold, as far as others may follow from it. */
enum Symptom {
  /** An error ended the examination. */
  BROKE_OFF,
  /** Nothing but errors: something was refused, and nothing done wrong. */
  REFUSED,
  /** The examination did not come to an end, or something in it did not. */
  LATE,
  /** Why it was late is known: a session waits for another, or commits are slow. */
  EXPLAINED,
  /** A table was changed, and its version is what it was. */
  VERSION_STAYS
}
