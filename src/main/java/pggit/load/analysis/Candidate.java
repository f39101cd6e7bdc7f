package pggit.load.analysis;

import java.util.List;

/**
 * A formula kept inside one shape: the exponents it may take, and whether it has to grow by more
 * than the negligible share over the measured range.
 */
record Candidate(GrowthModel model, Shape shape, double lowest, double highest) {
  /** Beyond these a curve is flat nearly to its end and then jumps: a step, not growth. */
  private static final double STEEPEST_POWER = 5;

  private static final double STEEPEST_EXPONENTIAL = 25;
  private static final double GENTLEST_POWER = 0.1;
  private static final double GENTLEST_EXPONENTIAL = 0.1;

  /** The line that a constant cannot be told from. */
  static final Candidate NEARLY_CONSTANT = new Candidate(GrowthModel.LINEAR, Shape.FLAT, 1, 1);

  static final List<Candidate> ALL =
      List.of(
          new Candidate(GrowthModel.CONSTANT, Shape.FLAT, 1, 1),
          NEARLY_CONSTANT,
          new Candidate(GrowthModel.LOGARITHMIC, Shape.FLAT, 1, 1),
          new Candidate(GrowthModel.LOGARITHMIC, Shape.SUBLINEAR, 1, 1),
          new Candidate(GrowthModel.POWER, Shape.SUBLINEAR, GENTLEST_POWER, Shape.SUBLINEAR_UP_TO),
          new Candidate(GrowthModel.LINEAR, Shape.LINEAR, 1, 1),
          new Candidate(GrowthModel.N_LOG_N, Shape.LINEAR, 1, 1),
          new Candidate(GrowthModel.POWER, Shape.LINEAR, Shape.SUBLINEAR_UP_TO, Shape.POWER_FROM),
          new Candidate(GrowthModel.POWER, Shape.POWER, Shape.POWER_FROM, STEEPEST_POWER),
          new Candidate(
              GrowthModel.EXPONENTIAL,
              Shape.EXPONENTIAL,
              GENTLEST_EXPONENTIAL,
              STEEPEST_EXPONENTIAL));
}
