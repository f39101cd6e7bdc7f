package pggit.load.analysis;

import static pggit.load.measure.Direction.LOWER_IS_BETTER;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pggit.load.measure.Estimate;
import pggit.load.measure.Gauge;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;

/**
 * How the cost of one operation grows with the size of the system, with what is known about it. See
 * {@link Shape} for what is claimed, and {@link GrowthChoice} for when. Immutable.
 */
public final class Growth {
  private static final int LEAST_MEASUREMENTS = 6;
  private static final int LEAST_SIZES = 4;
  private static final double LEAST_RANGE = 2;

  private final Subject subject;
  private final GrowthSample sample;
  private final Optional<GrowthFindings> findings;

  private Growth(Subject subject, GrowthSample sample) {
    boolean enough =
        sample.measurements() >= LEAST_MEASUREMENTS
            && sample.differentSizes() >= LEAST_SIZES
            && sample.largest() >= LEAST_RANGE * sample.smallest();
    this.subject = subject;
    this.sample = sample;
    this.findings =
        enough ? Optional.of(GrowthFindings.of(sample, subject.negligible())) : Optional.empty();
  }

  /**
   * Fewer than 6 measurements, fewer than 4 different sizes or a size range below 2 give a growth
   * without a shape, whose sentence says what is missing.
   *
   * @param sizes size at which each cost was measured, greater than 0, in any order, repeats
   *     allowed
   * @param costs cost of one operation, greater than 0, same length as {@code sizes}
   * @throws IllegalArgumentException if the lengths differ, or a number is not finite or not above
   *     0
   */
  public static Growth of(Subject subject, double[] sizes, double[] costs) {
    return new Growth(subject, GrowthSample.of(subject, sizes, costs));
  }

  /** The shape that the measurements show; empty if they leave it undecided. */
  public Optional<Shape> shape() {
    return choice().flatMap(GrowthChoice::shape);
  }

  /** Whether the measurements show that growth is at most linear, even if not which kind. */
  public boolean atMostLinear() {
    return choice().filter(choice -> choice.claims(Shape.HARMLESS)).isPresent();
  }

  /** Whether the measurements show that growth is faster than linear. */
  public boolean fasterThanLinear() {
    return choice().filter(choice -> choice.claims(Shape.HARMFUL)).isPresent();
  }

  /** Which shapes are possible, and how likely; empty if there were too few measurements. */
  Optional<GrowthChoice> choice() {
    return findings.map(GrowthFindings::choice);
  }

  /** The formula of the best curve among the possible ones, which {@link #costAt} follows. */
  public Optional<GrowthModel> model() {
    return findings.map(known -> known.curve().model());
  }

  /** The plain factor: median cost at the largest size over median cost at the smallest. */
  public double factor() {
    return sample.factor();
  }

  /**
   * Cost of one operation at a size, measured or not; unknown if there were too few measurements,
   * or the size lies beyond them and their law is undecided.
   */
  public Estimate costAt(double size) {
    String name = "%s at %s %s".formatted(subject.cost(), Plain.count(size), subject.sizeUnit());
    return findings
        .filter(known -> known.tells(size))
        .map(known -> estimate(known.at(size), name, subject.costUnit()))
        .orElse(Estimate.unknown(name, subject.costUnit(), LOWER_IS_BETTER, count()));
  }

  /**
   * Cost at a size over that at the smallest size measured; empty if the measurements do not tell:
   * there are too few, or the size lies beyond them and growth is not most likely at most linear,
   * or that leaves too much open.
   */
  public Optional<Interval> times(double size) {
    return findings.filter(known -> known.bounds(size)).map(known -> known.times(size));
  }

  /**
   * What is claimed, as a predicate: {@code grows linearly}, {@code grows by 1.6 pages per table};
   * empty if nothing can be. That it does not grow is said only if at ten times the size it surely
   * stays within the limit.
   *
   * @param limit how many times the first cost
   */
  public Optional<String> claim(double limit) {
    return findings.flatMap(known -> words(known, limit).claim());
  }

  /** Everything as numbers for the result file: factor, growth, coefficients, predictions. */
  public List<Estimate> estimates() {
    List<Estimate> estimates = new ArrayList<>();
    String with = subject.cost() + " growth with " + subject.size();
    estimates.add(Estimate.of(with + ", last / first", "", LOWER_IS_BETTER, factor(), count()));
    findings.ifPresent(
        known -> {
          String perUnit = subject.costUnit() + " per " + subject.sizeUnit();
          estimates.add(estimate(known.range(), with + ", fitted", ""));
          estimates.add(estimate(known.perUnit(), with + ", slope", perUnit));
        });
    estimates.add(costAt(10 * sample.largest()));
    estimates.add(costAt(100 * sample.largest()));
    return List.copyOf(estimates);
  }

  private Estimate estimate(Interval interval, String name, String unit) {
    return interval.estimate(name, unit, LOWER_IS_BETTER, count());
  }

  /**
   * What was found, in one line with numbers and intervals.
   *
   * @param limit as {@link #claim} takes it
   */
  public String sentence(double limit) {
    return findings
        .map(known -> words(known, limit).sentence())
        .orElseGet(
            () ->
                ("how %s grows with %s is undecided: it takes %d measurements at %d sizes over a range"
                        + " of %s, there are %d at %d sizes over a range of %s")
                    .formatted(
                        subject.cost(),
                        subject.size(),
                        LEAST_MEASUREMENTS,
                        LEAST_SIZES,
                        Plain.number(LEAST_RANGE),
                        sample.measurements(),
                        sample.differentSizes(),
                        Plain.number(sample.largest() / sample.smallest())));
  }

  private GrowthWords words(GrowthFindings known, double limit) {
    return new GrowthWords(subject, known, limit);
  }

  /**
   * Fail if the cost at a size surely exceeds the limit, pass if it surely does not.
   *
   * @param size measured or not; where it was measured, the plain factor decides
   * @param limit how many times the first cost
   */
  public Verdict within(String name, double size, double limit) {
    Optional<Interval> times = times(size);
    if (times.isEmpty()) {
      return Verdict.undecided(name, "not known from this run: " + sentence(limit));
    }
    Interval found = times.get();
    boolean measured = size <= sample.largest();
    boolean holds = measured ? factor() < limit : found.high() <= limit;
    boolean fails = measured ? !holds : found.low() > limit;
    String evidence =
        words(findings.orElseThrow(), limit).at(size) + ", limit " + Plain.number(limit);
    return new Verdict(
            name, holds ? Outcome.PASS : fails ? Outcome.FAIL : Outcome.UNDECIDED, evidence)
        .with(Gauge.atMost(measured ? factor() : found.value(), limit, ""));
  }

  private long count() {
    return sample.measurements();
  }
}
