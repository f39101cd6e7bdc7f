package pggit.load.analysis;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is claimed about growth: a family of curves, not a formula. Formulas are nested (a power
 * with exponent 1.01 is a line for all that one can measure), so no data can prefer the simpler
 * formula by much; the families do not overlap, so data can tell them apart. An n·log n curve
 * belongs to the linear family: over a size range of 16 it is a power of about 1.1.
 */
public enum Shape {
  /**
   * Constant, or nearly so: grows by less than the negligible share over the measured range, or
   * falls. What a small slope comes to at ten times the size is another question, see {@link
   * Growth#claim}.
   */
  FLAT("does not grow", "no growth"),
  /**
   * Grows, as the logarithm or as a power of at most 0.8: each doubling of the size costs less than
   * the size itself.
   */
  SUBLINEAR("grows more slowly than linearly", "less than linear"),
  /** Grows linearly or as n·log n. */
  LINEAR("grows linearly", "linear"),
  /** Grows as a power of at least 1.2. */
  POWER("grows faster than linearly", "more than linear"),
  /** Grows by the same factor for each equal step in size. */
  EXPONENTIAL("grows exponentially", "exponential");

  /** More than a growing system can live with: faster than linear. */
  static final Set<Shape> HARMFUL = Collections.unmodifiableSet(EnumSet.of(POWER, EXPONENTIAL));

  static final Set<Shape> HARMLESS =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.copyOf(HARMFUL)));

  static final double SUBLINEAR_UP_TO = 0.8;
  static final double POWER_FROM = 1.2;

  private final String words;
  private final String possible;

  Shape(String words, String possible) {
    this.words = words;
    this.possible = possible;
  }

  /** The claim as a predicate: {@code grows linearly}. */
  String words() {
    return words;
  }

  /** As one of those that are not ruled out: {@code linear}. */
  String possible() {
    return possible;
  }

  /** Whether each operation costs more than the one before by about the same. */
  public boolean quadraticInAll() {
    return this == FLAT || this == LINEAR;
  }
}
