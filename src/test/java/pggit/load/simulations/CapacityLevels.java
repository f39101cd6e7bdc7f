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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import pggit.load.analysis.Throughput;
import pggit.load.run.LoadRun;
import pggit.load.settings.Settings;
import pggit.load.verdict.CapacityPlan;

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
  private final CapacityPlan plan;
  private final List<CapacityPlan.Step> steps;
  private final AtomicInteger users = new AtomicInteger();

  /** Commits of each step, those of other injectors added; known when all are done. */
  private volatile Map<CapacityPlan.Step, Long> done = Map.of();

  CapacityLevels(LoadRun run) {
    this.run = run;
    var wanted = run.settings().capacity();
    plan = new CapacityPlan(run.room().levels(wanted.levels()), wanted.repeats(), wanted.step());
    steps = new ArrayList<>(plan.steps());
    Collections.shuffle(steps, new Random(SEED));
  }

  /** How long it takes. */
  static Duration lasting(Settings.Capacity wanted) {
    return wanted
        .step()
        .multipliedBy((long) wanted.levels().size() * wanted.repeats() + WARM_UP_STEPS);
  }

  List<PopulationBuilder> populations() {
    var populations = new ArrayList<PopulationBuilder>();
    populations.add(crowd("warm-up", plan.levels().get(plan.levels().size() / 2), false));
    steps.forEach(s -> populations.add(crowd(s.phase(), s.users(), true)));
    return populations;
  }

  private PopulationBuilder crowd(String name, int count, boolean measured) {
    var commit = exec(pggit(CapacitySimulation.COMMIT).commit().branch("own-#{n}"));
    return scenario(name)
        .exec(session -> session.set("n", run.share().number(users.incrementAndGet())))
        .exec(Users.connected(run, name, count))
        .exec(phase("warm-up of " + name, false))
        .exec(repeat(CapacitySimulation.WARM_COMMITS).on(commit))
        .exec(Users.gathered(run, "all warm, " + name, count, Users.GATHER_LIMIT))
        .exec(phase(name, measured))
        .exec(during(measured ? plan.step() : plan.step().multipliedBy(WARM_UP_STEPS)).on(commit))
        .exec(pggit("disconnect").disconnect())
        .injectOpen(atOnceUsers(run.share().of(count)));
  }

  int most() {
    return Collections.max(plan.levels());
  }

  /** The levels below the highest that got most done; to be asked for first. */
  List<Integer> best() {
    done = count();
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
    return plan.measured(step -> done.getOrDefault(step, 0L));
  }

  private Map<CapacityPlan.Step, Long> count() {
    double[] own =
        steps.stream()
            .mapToDouble(step -> CapacityPlan.done(run.recorder(), step).count())
            .toArray();
    double[] all = run.meet("levels measured", most(), Users.GATHER_LIMIT, own);
    var counts = new HashMap<CapacityPlan.Step, Long>();
    for (int i = 0; i < all.length; i++) {
      counts.put(steps.get(i), Math.round(all[i]));
    }
    return counts;
  }
}
