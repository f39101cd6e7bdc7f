package pggit.load.analysis;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;

/**
 * What is still achieved when more is asked for than can be done. Grace {@code G(k)} is the goodput
 * at {@code k} times the capacity over the peak goodput: 1 for a system that does what it can and
 * refuses the rest, near 0 for one that works on what nobody waits for any more.
 */
public record Overload(double capacityPerSecond, List<Step> steps) {
  /** A load of which this share is served is no overload. */
  private static final double SERVED = 0.97;

  /** A step counts as {@code k} times capacity if it lies this near. */
  private static final double NEAR = 0.05;

  /**
   * A stretch of constant load.
   *
   * @param offeredPerSecond operations that users asked for, above 0
   * @param goodputPerSecond operations that succeeded in time, window by window, at least one
   *     window
   */
  public record Step(double offeredPerSecond, List<Double> goodputPerSecond, Refusals refusals) {
    private static final int BATCH = 5;

    public Step {
      Objects.requireNonNull(refusals, "refusals");
      goodputPerSecond = List.copyOf(goodputPerSecond);
      if (!(offeredPerSecond > 0)) {
        throw new IllegalArgumentException("offered load must be above 0, was " + offeredPerSecond);
      }
      if (goodputPerSecond.isEmpty() || goodputPerSecond.stream().anyMatch(rate -> !(rate >= 0))) {
        throw new IllegalArgumentException(
            "goodput needs a window and no number below 0, was " + goodputPerSecond);
      }
    }

    double goodput() {
      return mean(goodputPerSecond);
    }

    private static double mean(List<Double> values) {
      return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /**
     * Mean goodput with a 95 % interval from batch means: neighbouring windows resemble each other,
     * so they are taken together by fives before their spread is believed.
     */
    Interval goodputInterval() {
      double[] means =
          IntStream.range(0, goodputPerSecond.size() / BATCH)
              .mapToDouble(i -> mean(goodputPerSecond.subList(i * BATCH, (i + 1) * BATCH)))
              .toArray();
      return means.length < 2
          ? Interval.unbounded(goodput())
          : new StudentT(goodput(), StudentT.standardError(means), means.length - 1).interval(0.95);
    }
  }

  public Overload {
    steps = List.copyOf(steps);
    if (!(capacityPerSecond > 0)) {
      throw new IllegalArgumentException("capacity must be above 0, was " + capacityPerSecond);
    }
  }

  /** The largest goodput seen, the measured capacity included. */
  double peakPerSecond() {
    return Math.max(capacityPerSecond, steps.stream().mapToDouble(Step::goodput).max().orElse(0));
  }

  /** {@code G(k)} with a 95 % interval; empty if no step offered about {@code k} times capacity. */
  Optional<Interval> grace(double k) {
    return at(k).map(step -> step.goodputInterval().times(1 / peakPerSecond()));
  }

  private Optional<Step> at(double k) {
    return steps.stream()
        .filter(step -> Math.abs(step.offeredPerSecond() / capacityPerSecond / k - 1) <= NEAR)
        .findFirst();
  }

  /**
   * Graceful if {@code G(1.5) >= 0.9}, {@code G(2) >= 0.8} and refusals come fast. The part that
   * decides also says whom the verdict is about.
   *
   * @param patienceSeconds longest wait for a connection, in all attempts together
   */
  public Verdict verdict(double patienceSeconds) {
    List<Verdict> parts =
        List.of(
            graceful(1.5, 0.9),
            graceful(2, 0.8),
            refusals(1.5, patienceSeconds),
            refusals(2, patienceSeconds));
    Verdict decisive =
        Stream.of(Outcome.FAIL, Outcome.UNDECIDED, Outcome.PASS)
            .flatMap(outcome -> parts.stream().filter(part -> part.outcome() == outcome))
            .findFirst()
            .orElseThrow();
    String evidence =
        parts.stream()
            .map(Verdict::evidence)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("; "));
    boolean atOnce = // a part for each of the two loads, in turn
        Stream.of(0, 2).anyMatch(i -> parts.get(i).outcome() == Outcome.FAIL);
    return new Verdict("graceful overload", decisive.outcome(), evidence)
        .of(decisive.whose())
        .since(atOnce ? 1.5 : 2, "x capacity");
  }

  private Verdict graceful(double k, double least) {
    String name = "grace at " + Plain.number(k);
    Optional<Interval> grace = grace(k);
    if (grace.isEmpty()) {
      return Verdict.undecided(name, "no step offered %s x capacity".formatted(Plain.number(k)));
    }
    String evidence =
        "goodput at %s x capacity is %s of the peak, at least %s wanted"
            .formatted(Plain.number(k), Plain.interval(grace.get()), Plain.number(least));
    if (grace.get().low() >= least) {
      return Verdict.pass(name, evidence);
    }
    if (at(k).filter(step -> step.goodput() >= SERVED * step.offeredPerSecond()).isPresent()) {
      return Verdict.undecided(
          name,
          "%s x capacity was served whole: more can be done than was measured"
              .formatted(Plain.number(k)));
    }
    return grace.get().high() < least
        ? Verdict.fail(name, evidence)
        : Verdict.undecided(name, evidence);
  }

  private Verdict refusals(double k, double patienceSeconds) {
    return at(k)
        .map(step -> step.refusals().verdict(k, patienceSeconds))
        .orElseGet(() -> Verdict.pass("refusals at " + Plain.number(k), ""));
  }

  public List<Estimate> estimates() {
    return steps.stream()
        .map(
            step ->
                step.goodputInterval()
                    .times(1 / peakPerSecond())
                    .estimate(
                        "grace", "", Direction.HIGHER_IS_BETTER, step.goodputPerSecond().size())
                    .of(
                        new Estimate.Of("", "grace")
                            .at(step.offeredPerSecond() / capacityPerSecond, "x capacity")))
        .toList();
  }
}
