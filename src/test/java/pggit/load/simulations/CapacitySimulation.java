package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static java.util.stream.Collectors.averagingDouble;
import static java.util.stream.Collectors.groupingBy;
import static pggit.load.protocol.PgGitDsl.gather;
import static pggit.load.protocol.PgGitDsl.noVerdictFailed;
import static pggit.load.protocol.PgGitDsl.pggit;
import static pggit.load.protocol.PgGitDsl.phase;
import static pggit.load.protocol.PgGitDsl.verdicts;

import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
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
import pggit.load.measure.Verdict;
import pggit.load.run.LoadRun;
import pggit.load.verdict.Judge;

/**
 * How many users at once does pgGit serve best, and what if more is asked for than it can do? First
 * users who commit without a pause (closed model), at several levels, each repeated, in random
 * order so that a drift of the machine does not look like a knee; then {@link LevelsInTurn} and a
 * {@link PooledOverload}.
 */
public final class CapacitySimulation extends Simulation {

  static final String COMMIT = "commit";

  /**
   * Commits of each session before it is measured. The first ones of a session load catalogs and
   * plan each statement (five times before pgjdbc and PL/pgSQL keep what they planned), which is no
   * cost of having many users.
   */
  static final int WARM_COMMITS = 6;

  private static final Duration GATHER_LIMIT = Duration.ofSeconds(5);
  private static final String WARM_UP = "warm-up";
  private static final long SEED = 6;

  /** How many of the lower levels the highest is compared with: which is best is not sure. */
  private static final int COMPARED = 3;

  /** A JVM that has just started is slow for a while, which is not to look like a knee. */
  private static final int WARM_UP_STEPS = 4;

  private final LoadRun run = LoadRun.open(getClass());
  private final List<Integer> levels = run.levels(run.settings().capacity().levels());
  private final int most = Collections.max(levels);
  private final Duration step = run.settings().capacity().step();
  private final List<Step> steps = inRandomOrder(run.settings().capacity().repeats());
  private final AtomicInteger users = new AtomicInteger();
  private final LevelsInTurn inTurn = new LevelsInTurn(run, most, this::best, this::commitAlone);
  private final PooledOverload overload = new PooledOverload(run);

  /** A level and which of its repeats it is. */
  private record Step(int users, int repeat) {
    String phase() {
      return "%d users, %d".formatted(users, repeat);
    }

    Estimate.Of of(String kind) {
      return new Estimate.Of(COMMIT, kind).at(users, "users").in("repeat " + repeat);
    }
  }

  private List<Step> inRandomOrder(int repeats) {
    var all = new ArrayList<Step>();
    for (int level : levels) {
      for (int repeat = 1; repeat <= repeats; repeat++) {
        all.add(new Step(level, repeat));
      }
    }
    Collections.shuffle(all, new Random(SEED));
    return all;
  }

  private PopulationBuilder crowd(String name, int count, boolean measured) {
    return scenario(name)
        .exec(session -> session.set("n", users.incrementAndGet()))
        .exec(pggit("connect").connect())
        .exec(gather("all connected, " + name, count, GATHER_LIMIT))
        .exec(exitHereIfFailed())
        .exec(phase("warm-up of " + name, false))
        .exec(repeat(WARM_COMMITS).on(exec(pggit(COMMIT).commit().branch("own-#{n}"))))
        .exec(gather("all warm, " + name, count, GATHER_LIMIT))
        .exec(phase(name, measured))
        .exec(
            during(measured ? step : step.multipliedBy(WARM_UP_STEPS))
                .on(exec(pggit(COMMIT).commit().branch("own-#{n}"))))
        .exec(pggit("disconnect").disconnect())
        .injectOpen(atOnceUsers(count));
  }

  private List<Throughput> measured() {
    var measured = new ArrayList<Throughput>();
    for (var s : steps) {
      long done = run.recorder().snapshot(COMMIT, Part.EXECUTE, s.phase()).count();
      if (done > 0) {
        measured.add(new Throughput(s.users(), done / (step.toNanos() / 1e9)));
      }
    }
    return measured;
  }

  /** The levels below the highest that got most done. */
  private List<Integer> best() {
    return measured().stream()
        .filter(m -> m.users() < most)
        .collect(groupingBy(Throughput::users, averagingDouble(Throughput::perSecond)))
        .entrySet()
        .stream()
        .sorted(Map.Entry.<Double, Double>comparingByValue().reversed())
        .limit(COMPARED)
        .map(e -> e.getKey().intValue())
        .toList();
  }

  private Duration commitAlone() {
    var least = Collections.min(measured(), Comparator.comparingDouble(Throughput::users));
    return Duration.ofNanos((long) (1e9 * least.users() / least.perSecond()));
  }

  private List<Verdict> judge() {
    for (var s : steps) {
      var snapshot = run.recorder().snapshot(COMMIT, Part.EXECUTE, s.phase());
      if (snapshot.count() > 0) {
        double perSecond = snapshot.count() / (step.toNanos() / 1e9);
        run.measured(
            List.of(
                rate("throughput", perSecond, snapshot.count()).of(s.of("throughput")),
                snapshot.quantile("p95", 0.95).of(s.of("p95"))));
      }
    }
    var commits = run.tally(COMMIT);
    var all = new ArrayList<Verdict>();
    all.add(Judge.successRate(commits.attempts(), List.of(commits), run.settings().successRate()));
    all.add(scalability(measured()));
    all.add(inTurn.verdict());
    all.addAll(overload.verdicts());
    return all;
  }

  private Verdict scalability(List<Throughput> measured) {
    if (!Scalability.enough(measured)) {
      var few = "the law needs 6 measurements on 4 levels, there are " + measured.size();
      return Verdict.undecided("scalability", few);
    }
    var law = Scalability.of(measured, SEED);
    run.measured(law.estimates());
    return law.verdict();
  }

  static Estimate rate(String name, double value, long count) {
    return Estimate.of(name, "commits/s", Direction.HIGHER_IS_BETTER, value, count);
  }

  {
    var populations = new ArrayList<PopulationBuilder>();
    populations.add(crowd(WARM_UP, levels.get(levels.size() / 2), false));
    steps.forEach(s -> populations.add(crowd(s.phase(), s.users(), true)));
    populations.addAll(inTurn.populations());
    populations.addAll(overload.populations());
    populations.add(verdicts(() -> run.conclude(this::judge)));
    setUp(InOrder.of(populations))
        .protocols(run.protocol(overload.pool()))
        .assertions(noVerdictFailed());
  }

  @Override
  public void after() {
    run.close();
  }
}
