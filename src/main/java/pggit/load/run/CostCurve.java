package pggit.load.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pggit.load.analysis.Growth;
import pggit.load.analysis.GrowthOptions;
import pggit.load.analysis.Shape;
import pggit.load.analysis.Subject;
import pggit.load.analysis.TotalCost;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Snapshot;
import pggit.load.measure.Verdict;

/**
 * What one operation costs at growing sizes of the system: time, as users see it, and work, the
 * pages that the server looked at. Time on a shared machine is noisy and work is not, so work
 * decides where both are known. For one thread at a time.
 */
public final class CostCurve {

  /**
   * Pages are counted in whole ones, so a cost of two that becomes three, once and for good, looks
   * like any steep curve to a fit. That much more in all is what a level costs in each of the few
   * indexes that an operation uses, and too little for anybody to feel.
   */
  private static final double FEW_PAGES = 4;

  /** One that goes down an index many times pays for a new level each time, but then no more. */
  private static final double TWICE = 2;

  private static final double SAME = 2;

  /** Steps that a few indexes make together while they become twenty times as large. */
  private static final int STEPS = 2;

  /** How often the cost is the same after a step before it counts as one that has ended. */
  private static final int PLATEAU = 3;

  private final String operation;
  private final String size;
  private final String sizeUnit;
  private final List<double[]> times = new ArrayList<>();
  private final List<double[]> works = new ArrayList<>();
  private final List<Estimate> points = new ArrayList<>();

  /**
   * @param operation {@code "commit"}
   * @param size what grows: {@code "history"}
   * @param sizeUnit what it is counted in: {@code "commits"}
   */
  public CostCurve(String operation, String size, String sizeUnit) {
    this.operation = operation;
    this.size = size;
    this.sizeUnit = sizeUnit;
  }

  /** The times of a batch of operations around a size; an empty one counts for nothing. */
  public void time(double at, Snapshot batch) {
    if (batch.count() == 0) {
      return;
    }
    times.add(new double[] {at, batch.quantileNanos(0.5) / 1e6});
    point("p50", "ms", at, batch.quantileNanos(0.5) / 1e6, batch.count());
    point("p95", "ms", at, batch.quantileNanos(0.95) / 1e6, batch.count());
  }

  /** The work of one operation at a size; nothing if it could not be weighed. */
  public void work(double at, Optional<CostProbe.Cost> cost) {
    cost.ifPresent(
        c -> {
          works.add(new double[] {at, Math.max(1, c.buffers())});
          point("buffers", "buffers", at, c.buffers(), 1);
          point("WAL", "bytes", at, c.walBytes(), 1);
        });
  }

  private void point(String what, String unit, double at, double value, long count) {
    points.add(
        Estimate.of(
            "%s %s at %,.0f %s".formatted(operation, what, at, sizeUnit),
            unit,
            Direction.LOWER_IS_BETTER,
            value,
            count));
  }

  /** Whether anything was measured. */
  public boolean isEmpty() {
    return times.isEmpty() && works.isEmpty();
  }

  /**
   * How the cost grows, and whether the last batch costs too many times the first.
   *
   * @param factor limit for last over first
   */
  public List<Verdict> verdicts(double factor) {
    return List.of(growthVerdict(), factorVerdict(factor));
  }

  /** How the cost grows: at most linearly, or faster. */
  public Verdict growthVerdict() {
    var name = "growth of %s with %s".formatted(operation, size);
    if (isEmpty()) {
      return Verdict.undecided(name, "nothing could be measured");
    }
    var time = growth(times, "time", "ms", GrowthOptions.defaults());
    if (works.isEmpty()) {
      // Time alone bends for many reasons outside of pgGit, too many for a fail.
      var evidence = time.orElseThrow().sentence();
      return time.get().atMostLinear()
          ? Verdict.pass(name, evidence)
          : Verdict.undecided(name, evidence);
    }
    var work = growth(works, "work", "buffers", GrowthOptions.ofPages()).orElseThrow();
    if (isLevel()) {
      var evidence =
          "%s work stays the same but for a level of an index: %s buffers from %,.0f to %,.0f %s%s"
              .formatted(
                  operation,
                  fewest(works) == most(works)
                      ? "%.0f".formatted(most(works))
                      : "%.0f to %.0f".formatted(fewest(works), most(works)),
                  works.get(0)[0],
                  works.get(works.size() - 1)[0],
                  sizeUnit,
                  time.map(t -> "; " + t.sentence()).orElse(""));
      return time.map(Growth::fasterThanLinear).orElse(false)
          ? Verdict.undecided(name, evidence)
          : Verdict.pass(name, evidence);
    }
    var evidence = work.sentence() + time.map(t -> "; " + t.sentence()).orElse("");
    if (work.fasterThanLinear()) {
      return Verdict.fail(name, evidence);
    }
    return work.atMostLinear() && !time.map(Growth::fasterThanLinear).orElse(false)
        ? Verdict.pass(name, evidence)
        : Verdict.undecided(name, evidence);
  }

  /** A stair of at most a few steps that has come to its end, not a slope. */
  private boolean isLevel() {
    var later = works.subList(works.size() / 2, works.size());
    return works.size() > 1
        && (most(works) - fewest(works) <= FEW_PAGES
            || (most(works) <= TWICE * fewest(works)
                && (most(later) - fewest(later) <= SAME || isStair())));
  }

  /** Level, up at once, level again: what grows by and by is neither. */
  private boolean isStair() {
    int steps = 0;
    int begun = 0;
    for (int i = 1; i < works.size(); i++) {
      if (works.get(i)[1] - works.get(i - 1)[1] > SAME) {
        steps++;
        begun = i;
      }
      var plateau = works.subList(begun, i + 1);
      if (most(plateau) - fewest(plateau) > SAME) {
        return false;
      }
    }
    return steps <= STEPS && works.size() - begun >= PLATEAU;
  }

  private static double fewest(List<double[]> works) {
    return works.stream().mapToDouble(w -> w[1]).min().orElseThrow();
  }

  private static double most(List<double[]> works) {
    return works.stream().mapToDouble(w -> w[1]).max().orElseThrow();
  }

  /** Last batch over first: a limit that a cost growing linearly passes for a while only. */
  public Verdict factorVerdict(double limit) {
    var name = "degradation factor of %s with %s".formatted(operation, size);
    if (isEmpty()) {
      return Verdict.undecided(name, "nothing could be measured");
    }
    var time = growth(times, "time", "ms", GrowthOptions.defaults());
    var work = growth(works, "work", "buffers", GrowthOptions.ofPages());
    double timeFactor = time.map(Growth::factor).orElse(1.0);
    double workFactor = work.map(Growth::factor).orElse(1.0);
    var last = (works.isEmpty() ? times : works);
    var total = work.or(() -> time).flatMap(g -> g.total(last.get(last.size() - 1)[0] * 10));
    var evidence =
        "last over first: time %.2f, work %.2f, limit %s%s"
            .formatted(
                timeFactor,
                workFactor,
                Double.toString(limit).replaceAll("\\.0$", ""),
                total.map(TotalCost::sentence).map(s -> "; " + s).orElse(""));
    if (workFactor >= limit) {
      return Verdict.fail(name, evidence);
    }
    if (timeFactor < limit) {
      return Verdict.pass(name, evidence);
    }
    // One slow batch is not a trend; a trend is what the whole curve shows.
    boolean trend = time.map(g -> !g.possible().contains(Shape.FLAT)).orElse(false);
    return trend ? Verdict.fail(name, evidence) : Verdict.undecided(name, evidence);
  }

  /** The points of the curve and what was fitted to them. */
  public List<Estimate> estimates() {
    var estimates = new ArrayList<>(points);
    growth(times, "time", "ms", GrowthOptions.defaults())
        .ifPresent(g -> estimates.addAll(g.estimates()));
    growth(works, "work", "buffers", GrowthOptions.ofPages())
        .ifPresent(g -> estimates.addAll(g.estimates()));
    return estimates;
  }

  private Optional<Growth> growth(
      List<double[]> measured, String what, String unit, GrowthOptions options) {
    if (measured.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Growth.of(
            new Subject(operation + " " + what, unit, size, sizeUnit),
            measured.stream().mapToDouble(m -> m[0]).toArray(),
            measured.stream().mapToDouble(m -> m[1]).toArray(),
            options));
  }
}
