package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static pggit.load.protocol.PgGitDsl.ALL_VERDICTS;
import static pggit.load.protocol.PgGitDsl.gather;
import static pggit.load.protocol.PgGitDsl.pggit;
import static pggit.load.protocol.PgGitDsl.phase;
import static pggit.load.protocol.PgGitDsl.verdicts;

import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import pggit.load.analysis.Scalability;
import pggit.load.analysis.Throughput;
import pggit.load.measure.Direction;
import pggit.load.measure.Estimate;
import pggit.load.measure.Recorder;
import pggit.load.measure.Verdict;
import pggit.load.run.Judge;
import pggit.load.run.LoadRun;

/**
 * How many users at once does pgGit serve best? Users who commit without a pause (closed model), at
 * several levels, each repeated, in random order so that a drift of the machine does not look like
 * a knee.
 */
public class CapacitySimulation extends Simulation {

  private static final Duration GATHER_LIMIT = Duration.ofSeconds(5);
  private static final String COMMIT = "commit";
  private static final String WARM_UP = "warm-up";
  private static final long SEED = 6;

  private final LoadRun run = LoadRun.open(getClass());
  private final List<Integer> levels = run.levels(run.settings().counts("capacity.levels"));
  private final int repeats = run.settings().count("capacity.repeats");
  private final Duration step = run.settings().duration("capacity.step");
  private final AtomicInteger users = new AtomicInteger();

  /** A level and which of its repeats it is. */
  private record Step(int users, int repeat) {
    String phase() {
      return "%d users, %d".formatted(users, repeat);
    }
  }

  private final List<Step> steps = inRandomOrder();

  private List<Step> inRandomOrder() {
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
        .exec(phase(name, measured))
        .exec(during(step).on(exec(pggit(COMMIT).commit().branch("own-#{n}"))))
        .exec(pggit("disconnect").disconnect())
        .injectOpen(atOnceUsers(count));
  }

  private List<Verdict> judge() {
    var commits = run.tally(COMMIT);
    var measured = new ArrayList<Throughput>();
    for (var s : steps) {
      var snapshot = run.recorder().snapshot(COMMIT, Recorder.Part.EXECUTE, s.phase());
      if (snapshot.count() > 0) {
        double perSecond = snapshot.count() / (step.toNanos() / 1e9);
        measured.add(new Throughput(s.users(), perSecond));
        run.measured(
            List.of(
                rate("throughput of " + s.phase(), "commits/s", perSecond, snapshot.count()),
                Estimate.of(
                    "p95 of " + s.phase(),
                    "ms",
                    Direction.LOWER_IS_BETTER,
                    snapshot.quantileNanos(0.95) / 1e6,
                    snapshot.count())));
      }
    }
    return List.of(
        Judge.successRate(
            commits.attempts(), List.of(commits), run.settings().number("success.rate")),
        scalability(measured));
  }

  private Verdict scalability(List<Throughput> measured) {
    if (!Scalability.enough(measured)) {
      return Verdict.undecided(
          "scalability", "the law needs 6 measurements on 4 levels, there are " + measured.size());
    }
    var law = Scalability.of(measured, SEED);
    run.measured(law.estimates());
    return law.verdict();
  }

  private static Estimate rate(String name, String unit, double value, long count) {
    return Estimate.of(name, unit, Direction.HIGHER_IS_BETTER, value, count);
  }

  {
    var populations = new ArrayList<PopulationBuilder>();
    populations.add(crowd(WARM_UP, levels.get(levels.size() / 2), false));
    steps.forEach(s -> populations.add(crowd(s.phase(), s.users(), true)));
    populations.add(
        scenario("verdicts")
            .exec(verdicts(() -> run.conclude(this::judge)))
            .injectOpen(atOnceUsers(1)));
    setUp(InOrder.of(populations))
        .protocols(run.protocol())
        .assertions(details(ALL_VERDICTS).successfulRequests().count().is(1L));
  }

  @Override
  public void after() {
    run.close();
  }
}
