package pggit.load.verdict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import pggit.load.analysis.Scalability;
import pggit.load.analysis.Throughput;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Part;
import pggit.load.measure.Recorder;
import pggit.load.measure.Snapshot;
import pggit.load.measure.Verdict;
import pggit.load.settings.Settings;

/**
 * Throughput at several numbers of users who commit without a pause (closed model).
 *
 * @param levels how many at once
 * @param repeats how often each is measured
 * @param step how long each time
 */
public record CapacityPlan(List<Integer> levels, int repeats, Duration step) {

  public static final String COMMIT = "commit";

  /** A level and which of its repeats it is. */
  public record Step(int users, int repeat) {
    public String phase() {
      return "%d users, %d".formatted(users, repeat);
    }

    Estimate.Of of(String kind) {
      return new Estimate.Of(COMMIT, kind).at(users, "users").in("repeat " + repeat);
    }
  }

  static CapacityPlan of(Facts facts) {
    return of(facts.settings().capacity(), facts.room());
  }

  public static CapacityPlan of(Settings.Capacity wanted, Admission room) {
    return new CapacityPlan(room.levels(wanted.levels()), wanted.repeats(), wanted.step());
  }

  public List<Step> steps() {
    return levels.stream()
        .flatMap(n -> IntStream.rangeClosed(1, repeats).mapToObj(i -> new Step(n, i)))
        .toList();
  }

  /** Commits of a step, as recorded. */
  public static Snapshot done(Recorder recorder, Step step) {
    return recorder.snapshot(COMMIT, Part.EXECUTE, step.phase());
  }

  /**
   * Throughput of each step in which anything was done.
   *
   * @param done commits of a step
   */
  public List<Throughput> measured(ToLongFunction<Step> done) {
    return steps().stream()
        .filter(s -> done.applyAsLong(s) > 0)
        .map(s -> new Throughput(s.users(), done.applyAsLong(s) / (step.toNanos() / 1e9)))
        .toList();
  }

  /** The scalability law, with what it was fitted to. */
  WholeLoad.Judged judge(Recorder recorder) {
    var estimates = new ArrayList<Estimate>();
    for (var s : steps()) {
      var done = done(recorder, s);
      if (!done.isEmpty()) {
        double perSecond = done.count() / (step.toNanos() / 1e9);
        estimates.add(rate("throughput", perSecond, done.count()).of(s.of("throughput")));
        estimates.add(done.quantile("p95", 0.95).of(s.of("p95")));
      }
    }
    var measured = measured(s -> done(recorder, s).count());
    if (!Scalability.enough(measured)) {
      var few = "the law needs 6 measurements on 4 levels, there are " + measured.size();
      return new WholeLoad.Judged(List.of(Verdict.undecided("scalability", few)), estimates);
    }
    var law = Scalability.of(measured);
    estimates.addAll(law.estimates());
    return new WholeLoad.Judged(List.of(law.verdict()), estimates);
  }

  public static Estimate rate(String name, double value, long count) {
    return Estimate.of(name, "commits/s", Direction.HIGHER_IS_BETTER, value, count);
  }
}
