package pggit.load.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * What enough measurements tell about growth. The intervals are those of a parametric bootstrap:
 * fresh noise is added to the best curve and the plausible candidates are fitted anew; each
 * resample chooses its own best, so the intervals hold the doubt about the formula as well as the
 * noise.
 *
 * @param chosen the curve that each resample chose
 * @param same the curve of the same candidate as the best one, from each resample
 * @see <a href="https://doi.org/10.2307/2533961">Buckland, Burnham, Augustin: Model selection, an
 *     integral part of inference (1997)</a>
 */
record GrowthFindings(
    GrowthSample sample,
    GrowthChoice choice,
    CurveFit best,
    List<GrowthCurve> chosen,
    List<GrowthCurve> same) {
  private static final double CONFIDENCE = 0.95;
  private static final int RESAMPLES = 400;
  private static final long SEED = 1;

  /** An interval wider than this foretells nothing. */
  private static final double WIDEST_FORECAST = 2;

  /** One wider than this is no bound either. */
  private static final double WIDEST = 100;

  /** A century in milliseconds; costs counted otherwise do not come near. */
  private static final double FARTHEST = 3.15e12;

  static GrowthFindings of(GrowthSample sample, double negligible) {
    double[] sizes = sample.sizes();
    CurveFitter fitter = new CurveFitter(sizes, sample.logCosts(), negligible);
    GrowthChoice choice = GrowthChoice.of(fitter, sample.measurements());
    CurveFit best = choice.best();
    Candidate candidate = growing(best.candidate());
    // A constant is a line whose slope is 0; fitting the line tells how surely it is.
    List<Candidate> candidates =
        choice.plausible().stream().map(GrowthFindings::growing).distinct().toList();
    double[] fitted = Arrays.stream(sizes).map(size -> Math.log(best.curve().at(size))).toArray();
    Noise noise = new Noise(best.squares(), sizes.length - candidate.model().coefficients());
    Random random = new Random(SEED);
    List<GrowthCurve> chosen = new ArrayList<>();
    List<GrowthCurve> same = new ArrayList<>();
    for (int r = 0; r < RESAMPLES; r++) {
      List<CurveFit> fits =
          new CurveFitter(sizes, noise.addTo(fitted, random), negligible).fit(candidates);
      chosen.add(
          fits.stream().min(Comparator.comparingDouble(CurveFit::aicc)).orElseThrow().curve());
      same.add(fits.get(candidates.indexOf(candidate)).curve());
    }
    return new GrowthFindings(sample, choice, best, chosen, same);
  }

  private static Candidate growing(Candidate candidate) {
    return candidate.model() == GrowthModel.CONSTANT ? Candidate.NEARLY_CONSTANT : candidate;
  }

  GrowthCurve curve() {
    return best.curve();
  }

  /** Relative spread of the measurements around the best curve, 0.1 for 10 %. */
  double noise() {
    int freedom = sample.measurements() - best.candidate().model().coefficients();
    return Math.sqrt(best.squares() / freedom);
  }

  Interval at(double size) {
    return over(chosen, curve -> curve.at(size));
  }

  /** Fitted cost at the largest size over fitted cost at the smallest. */
  Interval range() {
    return times(sample.largest());
  }

  /** Cost at a size over fitted cost at the smallest. */
  Interval times(double size) {
    return over(chosen, curve -> curve.at(size) / curve.at(sample.smallest()));
  }

  /** Added cost per unit of size over the measured range. */
  Interval perUnit() {
    double range = sample.largest() - sample.smallest();
    return over(
        chosen, curve -> (curve.at(sample.largest()) - curve.at(sample.smallest())) / range);
  }

  Interval exponent() {
    return over(same, GrowthCurve::exponent);
  }

  /** Size over which the growing part of an exponential doubles. */
  Interval doubling() {
    return over(same, GrowthCurve::doubling);
  }

  private Interval over(List<GrowthCurve> resampled, ToDoubleFunction<GrowthCurve> property) {
    return Interval.percentile(
        property.applyAsDouble(curve()),
        resampled.stream().mapToDouble(property).toArray(),
        CONFIDENCE);
  }

  /**
   * Whether it can be said what an operation costs at a size: it was measured there, or the law is
   * decided and leaves no more open than a factor of two.
   */
  boolean tells(double size) {
    return size <= sample.largest()
        || choice.shape().isPresent() && isBounded(at(size), WIDEST_FORECAST);
  }

  /**
   * Whether it can be said if the cost at a size is within a limit: for that it is enough that
   * growth is most likely at most linear, since the interval holds all that this leaves open.
   */
  boolean bounds(double size) {
    return size <= sample.largest()
        || (choice.shape().isPresent() || choice.isLikely(Shape.HARMLESS))
            && isBounded(at(size), WIDEST);
  }

  private static boolean isBounded(Interval at, double widest) {
    return at.high() <= widest * at.low() && at.high() < FARTHEST;
  }
}
