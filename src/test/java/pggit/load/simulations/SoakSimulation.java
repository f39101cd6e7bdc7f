package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import pggit.load.measure.Verdict;
import pggit.load.run.CreepSampler;
import pggit.load.run.LoadRun;

/**
 * Does anything creep under a load that stays the same? Commits at a constant rate for as long as
 * the settings say; nothing may grow so fast that it would double within a day. Not part of smoke,
 * whose duration is 0: minutes tell nothing about a day.
 */
public final class SoakSimulation extends Simulation {

  private static final String COMMIT = "commit";
  private static final Duration DAY = Duration.ofDays(1);

  private final LoadRun run = LoadRun.open(getClass());
  private final Duration duration = run.settings().soak().duration();
  private final double perSecond = run.settings().soak().rate();
  private final CreepSampler creep = run.closing(CreepSampler.open(run.target(), run.recorder()));

  private PopulationBuilder load() {
    return scenario("constant load")
        .exec(phase("constant load", true))
        .exec(perform("watch", () -> creep.start(COMMIT, duration)))
        .exec(pggit(COMMIT).commit().branch("soak"))
        .injectOpen(constantUsersPerSec(perSecond).during(duration));
  }

  private List<Verdict> judge() {
    if (duration.isZero()) {
      return List.of(Verdict.undecided("no creep", "soak is not part of smoke"));
    }
    var all = new ArrayList<Verdict>();
    all.add(run.successRate("commits", 0, List.of(COMMIT)));
    all.addAll(creep.verdicts(DAY));
    run.measured(creep.estimates());
    return all;
  }

  {
    var populations = new ArrayList<PopulationBuilder>();
    var assertions = new ArrayList<>(List.of(noVerdictFailed()));
    if (!duration.isZero()) {
      populations.add(load());
      assertions.add(details("success rate").failedRequests().count().is(0L));
    }
    populations.add(verdicts(() -> run.conclude(this::judge)));
    setUp(Users.inOrder(populations)).protocols(run.protocol()).assertions(assertions);
  }

  @Override
  public void after() {
    run.close();
  }
}
