package pggit.load.analysis;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hipparchus.distribution.continuous.FDistribution;

/**
 * Which shapes the measurements allow, and which one they show.
 *
 * <p>Two things must come together before a shape (or a set of shapes) is claimed: its Akaike
 * weight among the shapes is at least 0.9, <em>and</em> every other shape is rejected by a
 * likelihood-ratio test at 2 %. The weight alone is not enough: it pays for simplicity, so on noisy
 * data it prefers a line to the parabola that is really there. The test alone is not enough either:
 * two shapes may both miss. A shape's fit is the best fit of its candidates, so that a family does
 * not gain weight from having many similar members.
 *
 * @param weights Akaike weight of each shape; they sum to 1
 * @param possible shapes which the test does not reject
 * @see <a href="https://doi.org/10.1007/b97636">Burnham, Anderson: Model Selection and Multimodel
 *     Inference (2002)</a>
 */
record GrowthChoice(List<GrowthCurve> fits, Map<Shape, Double> weights, Set<Shape> possible) {
  static final double CLAIM_WEIGHT = 0.9;
  private static final double REJECT_AT = 0.02;

  /** Of the richest candidates: scale, share and exponent. */
  private static final int COEFFICIENTS = 3;

  static GrowthChoice of(CurveFitter fitter, int measurements) {
    List<GrowthCurve> fits = fitter.fit(Candidate.ALL);
    Map<Shape, GrowthCurve> best = new EnumMap<>(Shape.class);
    Map<Shape, Double> squares = new EnumMap<>(Shape.class);
    for (GrowthCurve fit : fits) {
      Shape shape = fit.candidate().shape();
      best.merge(shape, fit, (a, b) -> a.aicc() <= b.aicc() ? a : b);
      squares.merge(shape, fit.squares(), Math::min);
    }
    return new GrowthChoice(fits, weights(best), possible(squares, measurements));
  }

  private static Map<Shape, Double> weights(Map<Shape, GrowthCurve> best) {
    Map<Shape, Double> weights = new EnumMap<>(Shape.class);
    double lowest = best.values().stream().mapToDouble(GrowthCurve::aicc).min().orElseThrow();
    best.forEach((shape, fit) -> weights.put(shape, Math.exp((lowest - fit.aicc()) / 2)));
    double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    weights.replaceAll((shape, weight) -> weight / sum);
    return weights;
  }

  private static Set<Shape> possible(Map<Shape, Double> squares, int measurements) {
    double least = squares.values().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    int freedom = measurements - COEFFICIENTS;
    double f = new FDistribution(1, freedom).inverseCumulativeProbability(1 - REJECT_AT);
    double limit = least * (1 + f / freedom);
    Set<Shape> possible = EnumSet.allOf(Shape.class);
    possible.removeIf(shape -> squares.getOrDefault(shape, Double.MAX_VALUE) > limit);
    return possible;
  }

  /** Whether the measurements show that the truth is one of {@code shapes}. */
  boolean claims(Set<Shape> shapes) {
    return isLikely(shapes) && shapes.containsAll(possible);
  }

  /** Whether the truth is most likely one of {@code shapes}, though others are not ruled out. */
  boolean isLikely(Set<Shape> shapes) {
    return shapes.stream().mapToDouble(weights::get).sum() >= CLAIM_WEIGHT;
  }

  /** The one shape that can be claimed. */
  Optional<Shape> shape() {
    return weights.keySet().stream().filter(shape -> claims(EnumSet.of(shape))).findFirst();
  }

  /**
   * Candidates to predict with: those of the claimed shape, else of all that are possible; of the
   * harmless ones alone if the truth is most likely one of them.
   */
  List<Candidate> plausible() {
    Set<Shape> shapes = shape().map(EnumSet::of).orElseGet(() -> EnumSet.copyOf(possible));
    Set<Shape> harmless = Shape.HARMLESS;
    if (isLikely(harmless)) {
      shapes.retainAll(harmless);
    }
    return Candidate.ALL.stream().filter(c -> shapes.contains(c.shape())).toList();
  }

  /** The best of the plausible fits. */
  GrowthCurve best() {
    List<Candidate> plausible = plausible();
    return fits.stream()
        .filter(fit -> plausible.contains(fit.candidate()))
        .min(Comparator.comparingDouble(GrowthCurve::aicc))
        .orElseThrow();
  }
}
