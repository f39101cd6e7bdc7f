package pggit.load.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Parametric bootstrap of a growth curve: fresh noise is added to the best curve and the plausible
 * candidates are fitted anew; each resample chooses its own best, so the intervals hold the doubt
 * about the formula as well as the noise.
 *
 * @param chosen the curve that each resample chose
 * @param same the curve of the same candidate as the best one, from each resample
 * @see <a href="https://doi.org/10.2307/2533961">Buckland, Burnham, Augustin: Model selection, an
 *     integral part of inference (1997)</a>
 */
record Resampling(List<GrowthCurve> chosen, List<GrowthCurve> same) {
  private static final double CONFIDENCE = 0.95;
  private static final int RESAMPLES = 400;
  private static final long SEED = 1;

  static Resampling of(
      CurveFit best, List<Candidate> plausible, double[] sizes, double negligible) {
    Candidate candidate = growing(best.candidate());
    // A constant is a line whose slope is 0; fitting the line tells how surely it is.
    List<Candidate> candidates = plausible.stream().map(Resampling::growing).distinct().toList();
    double[] fitted = Arrays.stream(sizes).map(size -> Math.log(best.curve().at(size))).toArray();
    Noise noise = new Noise(best.squares(), sizes.length - candidate.model().coefficients());
    Random random = new Random(SEED);
    List<GrowthCurve> chosen = new ArrayList<>();
    List<GrowthCurve> same = new ArrayList<>();
    for (int r = 0; r < RESAMPLES; r++) {
      CurveFitter fitter = new CurveFitter(sizes, noise.addTo(fitted, random), negligible);
      List<CurveFit> fits = fitter.fit(candidates);
      chosen.add(
          fits.stream().min(Comparator.comparingDouble(CurveFit::aicc)).orElseThrow().curve());
      same.add(fits.get(candidates.indexOf(candidate)).curve());
    }
    return new Resampling(List.copyOf(chosen), List.copyOf(same));
  }

  private static Candidate growing(Candidate candidate) {
    return candidate.model() == GrowthModel.CONSTANT ? Candidate.NEARLY_CONSTANT : candidate;
  }

  /** Of something every plausible curve has, such as its cost at some size. */
  Interval interval(double value, ToDoubleFunction<GrowthCurve> property) {
    return interval(value, chosen, property);
  }

  /** Of a coefficient of the best curve's own formula. */
  Interval coefficient(double value, ToDoubleFunction<GrowthCurve> property) {
    return interval(value, same, property);
  }

  private static Interval interval(
      double value, List<GrowthCurve> curves, ToDoubleFunction<GrowthCurve> property) {
    return Interval.percentile(value, curves.stream().mapToDouble(property).toArray(), CONFIDENCE);
  }
}
