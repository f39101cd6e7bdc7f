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
   * An index that gets a level deeper is one more page for each of its uses: a third more for a
   * commit of 30 pages while a history grows from 50 to 500, and hardly anything from then on. That
   * much is no growth.
   */
  private static final GrowthOptions DEEPER = GrowthOptions.defaults().withNegligible(0.5);

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
    var work = growth(works, "work", "buffers", DEEPER).orElseThrow();
    var evidence = work.sentence() + time.map(t -> "; " + t.sentence()).orElse("");
    if (work.fasterThanLinear()) {
      return Verdict.fail(name, evidence);
    }
    return work.atMostLinear() && !time.map(Growth::fasterThanLinear).orElse(false)
        ? Verdict.pass(name, evidence)
        : Verdict.undecided(name, evidence);
  }

  /** Last batch over first: a limit that a cost growing linearly passes for a while only. */
  public Verdict factorVerdict(double limit) {
    var name = "degradation factor of %s with %s".formatted(operation, size);
    if (isEmpty()) {
      return Verdict.undecided(name, "nothing could be measured");
    }
    var time = growth(times, "time", "ms", GrowthOptions.defaults());
    var work = growth(works, "work", "buffers", DEEPER);
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
    growth(works, "work", "buffers", DEEPER).ifPresent(g -> estimates.addAll(g.estimates()));
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
