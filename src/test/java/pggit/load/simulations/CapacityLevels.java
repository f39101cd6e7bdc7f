package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static java.util.stream.Collectors.averagingDouble;
import static java.util.stream.Collectors.groupingBy;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import pggit.load.analysis.Scalability;
import pggit.load.analysis.Throughput;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Part;
import pggit.load.measure.Snapshot;
import pggit.load.measure.Verdict;
import pggit.load.run.LoadRun;
import pggit.load.settings.Settings;

/**
 * Users who commit without a pause (closed model), at several levels, each repeated, in random
 * order so that a drift of the machine does not look like a knee.
 */
final class CapacityLevels {

  private static final long SEED = 6;

  /** How many of the lower levels the highest is compared with: which is best is not sure. */
  static final int COMPARED = 3;

  /** A JVM that has just started is slow for a while, which is not to look like a knee. */
  private static final int WARM_UP_STEPS = 4;

  private final LoadRun run;
  private final List<Integer> levels;
  private final Duration step;
  private final List<Step> steps = new ArrayList<>();
  private final AtomicInteger users = new AtomicInteger();

  CapacityLevels(LoadRun run) {
    this.run = run;
    var wanted = run.settings().capacity();
    levels = run.room().levels(wanted.levels());
    step = wanted.step();
    for (int level : levels) {
      for (int repeat = 1; repeat <= wanted.repeats(); repeat++) {
        steps.add(new Step(level, repeat));
      }
    }
    Collections.shuffle(steps, new Random(SEED));
  }

  /** How long it takes. */
  static Duration lasting(Settings.Capacity wanted) {
    return wanted
        .step()
        .multipliedBy((long) wanted.levels().size() * wanted.repeats() + WARM_UP_STEPS);
  }

  /** A level and which of its repeats it is. */
  private record Step(int users, int repeat) {
    String phase() {
      return "%d users, %d".formatted(users, repeat);
    }

    Estimate.Of of(String kind) {
      var operation = CapacitySimulation.COMMIT;
      return new Estimate.Of(operation, kind).at(users, "users").in("repeat " + repeat);
    }
  }

  List<PopulationBuilder> populations() {
    var populations = new ArrayList<PopulationBuilder>();
    populations.add(crowd("warm-up", levels.get(levels.size() / 2), false));
    steps.forEach(s -> populations.add(crowd(s.phase(), s.users(), true)));
    return populations;
  }

  private PopulationBuilder crowd(String name, int count, boolean measured) {
    var commit = exec(pggit(CapacitySimulation.COMMIT).commit().branch("own-#{n}"));
    return scenario(name)
        .exec(session -> session.set("n", users.incrementAndGet()))
        .exec(Users.connected(name, count))
        .exec(phase("warm-up of " + name, false))
        .exec(repeat(CapacitySimulation.WARM_COMMITS).on(commit))
        .exec(gather("all warm, " + name, count, Users.GATHER_LIMIT))
        .exec(phase(name, measured))
        .exec(during(measured ? step : step.multipliedBy(WARM_UP_STEPS)).on(commit))
        .exec(pggit("disconnect").disconnect())
        .injectOpen(atOnceUsers(count));
  }

  int most() {
    return Collections.max(levels);
  }

  /** The levels below the highest that got most done. */
  List<Integer> best() {
    return measured().stream()
        .filter(m -> m.users() < most())
        .collect(groupingBy(Throughput::users, averagingDouble(Throughput::perSecond)))
        .entrySet()
        .stream()
        .sorted(Map.Entry.<Double, Double>comparingByValue().reversed())
        .limit(COMPARED)
        .map(e -> e.getKey().intValue())
        .toList();
  }

  /** How long one user's commit takes. */
  Duration commitAlone() {
    var least = Collections.min(measured(), Comparator.comparingDouble(Throughput::users));
    return Duration.ofNanos((long) (1e9 * least.users() / least.perSecond()));
  }

  private List<Throughput> measured() {
    return steps.stream()
        .filter(s -> done(s).count() > 0)
        .map(s -> new Throughput(s.users(), perSecond(s)))
        .toList();
  }

  private Snapshot done(Step s) {
    return run.recorder().snapshot(CapacitySimulation.COMMIT, Part.EXECUTE, s.phase());
  }

  private double perSecond(Step s) {
    return done(s).count() / (step.toNanos() / 1e9);
  }

  Verdict verdict() {
    for (var s : steps) {
      var done = done(s);
      if (done.count() > 0) {
        run.measured(
            List.of(
                rate("throughput", perSecond(s), done.count()).of(s.of("throughput")),
                done.quantile("p95", 0.95).of(s.of("p95"))));
      }
    }
    var measured = measured();
    if (!Scalability.enough(measured)) {
      var few = "the law needs 6 measurements on 4 levels, there are " + measured.size();
      return Verdict.undecided("scalability", few);
    }
    var law = Scalability.of(measured);
    run.measured(law.estimates());
    return law.verdict();
  }

  static Estimate rate(String name, double value, long count) {
    return Estimate.of(name, "commits/s", Direction.HIGHER_IS_BETTER, value, count);
  }
}
