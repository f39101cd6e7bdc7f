package pggit.load.verdict;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import pggit.load.analysis.Growth;
import pggit.load.analysis.Interval;
import pggit.load.analysis.Plain;
import pggit.load.analysis.Shape;
import pggit.load.analysis.Subject;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Gauge;
import pggit.load.measure.Outcome;
import pggit.load.measure.Severity;
import pggit.load.measure.Snapshot;
import pggit.load.measure.Verdict;
import pggit.load.pggit.CostProbe;

/**
 * What one operation costs at growing sizes of the system: time, as users see it, and work, the
 * pages that the server looked at. Time on a shared machine is noisy and work is not, so work
 * decides where both are known. For one thread at a time.
 */
public final class CostCurve {

  /** What is said of work whose steps are levels of indexes. */
  public static final String LEVEL = "stays the same but for a level of an index";

  private final String operation;
  private final String size;
  private final String sizeUnit;
  private final boolean each;
  private final List<double[]> times = new ArrayList<>();
  private final List<double[]> works = new ArrayList<>();
  private final List<Estimate> points = new ArrayList<>();
  private final List<double[]> far = new ArrayList<>();

  /**
   * Of an operation that is done once for each unit of the size, as a commit is.
   *
   * @param operation {@code "commit"}
   * @param size what grows: {@code "history"}
   * @param sizeUnit what it is counted in: {@code "commits"}
   */
  public CostCurve(String operation, String size, String sizeUnit) {
    this(operation, size, sizeUnit, true);
  }

  /**
   * @param each whether the operation is done once for each unit of the size: then a cost that
   *     grows linearly adds up to a total that grows quadratically. One that takes each unit along,
   *     as a branch may, is only held against a cost that grows linearly
   */
  public CostCurve(String operation, String size, String sizeUnit, boolean each) {
    this.operation = operation;
    this.size = size;
    this.sizeUnit = sizeUnit;
    this.each = each;
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

  /**
   * The work at a size far beyond the others, in one of the states in which the server may be then:
   * before and after a vacuum. No law is fitted to it, it stands for itself.
   */
  public void farWork(double at, Optional<CostProbe.Cost> cost) {
    cost.ifPresent(c -> far.add(new double[] {at, Math.max(1, c.buffers())}));
  }

  private void point(String what, String unit, double at, double value, long count) {
    points.add(
        Estimate.of(what, unit, Direction.LOWER_IS_BETTER, value, count)
            .of(new Estimate.Of(operation, what).at(at, sizeUnit)));
  }

  public boolean isEmpty() {
    return times.isEmpty() && works.isEmpty();
  }

  /**
   * How the cost grows, whether the last batch costs too many times the first, and what the cost
   * comes to.
   *
   * @param factor limit for last over first, and for the cost at the horizon over the first
   * @param horizon size up to which the cost is to stay within the limit
   * @param excuse why it may not be pgGit's fault if only the times grew
   */
  public List<Verdict> verdicts(double factor, double horizon, Optional<String> excuse) {
    var reaches = horizonVerdict(factor, horizon);
    boolean surely = reaches.outcome() == Outcome.FAIL;
    return List.of(grows(factor, surely).as(Severity.LOAD), factorVerdict(factor, excuse), reaches);
  }

  /**
   * Whether work that was measured at growing sizes is taken to stay the same but for levels of
   * indexes, as the verdict on its growth says.
   *
   * @param works size and pages, by size
   */
  public static boolean isLevel(List<double[]> works) {
    return new PageSteps(works).areLevels();
  }

  /**
   * How the cost grows: at most linearly, or faster.
   *
   * @param factor how many times the first cost that at ten times the size may be, to be called no
   *     growth
   */
  public Verdict growthVerdict(double factor) {
    return grows(factor, false).as(Severity.LOAD);
  }

  private Verdict grows(double factor, boolean surely) {
    var name = "growth of %s with %s".formatted(operation, size);
    if (isEmpty()) {
      return Verdict.undecided(name, "nothing could be measured");
    }
    var time = time();
    if (works.isEmpty()) {
      // Time alone bends for many reasons outside of pgGit, too many for a fail.
      var evidence = time.orElseThrow().sentence(factor);
      return time.get().atMostLinear()
          ? Verdict.pass(name, evidence)
          : Verdict.undecided(name, evidence);
    }
    var work = work().orElseThrow();
    boolean level = isLevel(works) && !surely;
    var evidence =
        (level ? levelWords() : work.sentence(factor))
            + time.map(t -> "; " + t.sentence(factor)).orElse("");
    if (!level && work.fasterThanLinear()) {
      return Verdict.fail(name, evidence);
    }
    return (level || work.atMostLinear()) && !time.map(Growth::fasterThanLinear).orElse(false)
        ? Verdict.pass(name, evidence)
        : Verdict.undecided(name, evidence);
  }

  private String levelWords() {
    return "%s work %s: %s".formatted(operation, LEVEL, new PageSteps(works).words(sizeUnit));
  }

  /** Last batch over first: a limit that a cost growing linearly passes for a while only. */
  Verdict factorVerdict(double limit, Optional<String> excuse) {
    var name = "degradation factor of %s with %s".formatted(operation, size);
    if (isEmpty()) {
      return Verdict.undecided(name, "nothing could be measured");
    }
    var time = time();
    var work = work();
    double timeFactor = time.map(Growth::factor).orElse(1.0);
    double workFactor = work.map(Growth::factor).orElse(1.0) / units();
    // One slow batch is not a trend; a trend is what the whole curve shows, beyond its noise.
    boolean trend =
        time.flatMap(t -> t.times(times.get(times.size() - 1)[0]))
            .map(range -> range.low() >= limit)
            .orElse(false);
    var outcome =
        workFactor >= limit
            ? Outcome.FAIL
            : timeFactor < limit ? Outcome.PASS : trend ? Outcome.FAIL : Outcome.UNDECIDED;
    var factors = new ArrayList<String>();
    time.ifPresent(t -> factors.add("time %.2f".formatted(timeFactor)));
    var perUnit = each ? "" : " for each of the " + sizeUnit;
    work.ifPresent(w -> factors.add("work %.2f".formatted(workFactor) + perUnit));
    var evidence =
        "last over first: %s, limit %s".formatted(String.join(", ", factors), Plain.number(limit));
    var judged = new Verdict(name, outcome, evidence).as(Severity.LOAD);
    var verdict = workFactor < limit ? InjectorLimit.excused(judged, excuse) : judged;
    return onset(works.isEmpty() ? times : works, limit)
        .map(size -> verdict.since(size, sizeUnit))
        .orElse(verdict);
  }

  /** The size from which on the cost was so many times the first; empty if the last was not. */
  private Optional<Double> onset(List<double[]> measured, double limit) {
    double[] first = measured.get(0);
    Optional<Double> from = Optional.empty();
    for (var m : measured) {
      boolean beyond = m[1] >= limit * first[1] * (each ? 1 : m[0] / first[0]);
      from = beyond ? from.or(() -> Optional.of(m[0])) : Optional.empty();
    }
    return from;
  }

  /** How many times as many units the last size has, where each may be taken along. */
  private double units() {
    return each || works.isEmpty() ? 1 : works.get(works.size() - 1)[0] / works.get(0)[0];
  }

  /**
   * Whether the cost stays within a limit up to a size that a short run does not reach: pages know
   * little noise, so their law tells what a thousand more tables will cost. Where it was measured
   * as well, that decides.
   *
   * @param limit for the cost at the horizon over the first, or over what growing linearly comes to
   */
  public Verdict horizonVerdict(double limit, double horizon) {
    var name = "cost of %s at %,.0f %s".formatted(operation, horizon, sizeUnit);
    var verdict =
        far.isEmpty() || works.isEmpty()
            ? work()
                .map(
                    work ->
                        each ? work.within(name, horizon, limit) : grows(limit, false).named(name))
            : Optional.of(measured(name, limit, horizon));
    return verdict
        .map(v -> isOpen(v) ? Verdict.undecided(name, openWords(limit, horizon)) : v)
        .map(v -> v.saying(inAll(v)))
        .orElseGet(() -> Verdict.undecided(name, "its pages could not be counted"))
        .as(Severity.LOAD);
  }

  /** So few pages more are levels of an index, or the first of a slope. */
  private boolean isOpen(Verdict verdict) {
    return far.isEmpty()
        && verdict.outcome() == Outcome.UNDECIDED
        && new PageSteps(works).areLevels();
  }

  private String openWords(double limit, double horizon) {
    var range = work().flatMap(work -> work.times(horizon));
    return "%s; whether it stays so up to %,.0f %s only a longer run tells (%slimit %s)"
        .formatted(
            levelWords(),
            horizon,
            sizeUnit,
            range
                .filter(Interval::tells)
                .map(r -> "%.2f to %.1f times, ".formatted(r.low(), r.high()))
                .orElse(""),
            Plain.number(limit));
  }

  private String inAll(Verdict verdict) {
    return each
            && verdict.outcome() == Outcome.FAIL
            && work().flatMap(Growth::shape).filter(Shape::quadraticInAll).isPresent()
        ? "; the total grows quadratically"
        : "";
  }

  /** What is within the limit in one state of the server and beyond it in another is undecided. */
  private Verdict measured(String name, double limit, double horizon) {
    double[] first = works.get(0);
    double size = far.get(0)[0];
    double wanted = each ? first[1] : linearly(size);
    double least = PageSteps.fewest(far) / wanted;
    double most = PageSteps.most(far) / wanted;
    var outcome =
        least > limit
            ? Outcome.FAIL
            : most <= limit && size >= horizon ? Outcome.PASS : Outcome.UNDECIDED;
    return new Verdict(
            name,
            outcome,
            "measured: %,.0f pages at %,.0f %s, %s at %,.0f: %s times%s, limit %s"
                .formatted(
                    first[1],
                    first[0],
                    sizeUnit,
                    states("%,.0f", 1),
                    size,
                    states("%.2f", wanted),
                    each ? "" : " what growing linearly comes to",
                    Plain.number(limit)))
        .with(Gauge.atMost(least, limit, ""));
  }

  /** What the straight line through the first and the last of the sizes comes to. */
  private double linearly(double at) {
    double[] first = works.get(0);
    double[] last = works.get(works.size() - 1);
    return works.size() == 1
        ? first[1] * at / first[0]
        : first[1] + Math.max(0, last[1] - first[1]) / (last[0] - first[0]) * (at - first[0]);
  }

  /** {@code 3,747, after VACUUM 2,556}. */
  private String states(String format, double unit) {
    return far.stream()
        .map(f -> String.format(Locale.ROOT, format, f[1] / unit))
        .collect(joining(", after VACUUM (ANALYZE) "));
  }

  public List<Estimate> estimates() {
    var estimates = new ArrayList<>(points);
    Stream.of(time(), work())
        .flatMap(Optional::stream)
        .forEach(growth -> estimates.addAll(growth.estimates()));
    return estimates;
  }

  private Optional<Growth> time() {
    return growth(times, "time", "ms");
  }

  private Optional<Growth> work() {
    return growth(works, "work", "buffers");
  }

  private Optional<Growth> growth(List<double[]> measured, String what, String unit) {
    return measured.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Growth.of(
                new Subject(operation + " " + what, unit, size, sizeUnit),
                measured.stream().mapToDouble(m -> m[0]).toArray(),
                measured.stream().mapToDouble(m -> m[1]).toArray()));
  }
}
