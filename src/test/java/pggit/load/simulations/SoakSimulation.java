package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import pggit.load.measure.Verdict;
import pggit.load.run.CreepSampler;
import pggit.load.run.Expected;
import pggit.load.run.LoadRun;
import pggit.load.run.SetupExit;
import pggit.load.settings.Settings;

/**
 * Does anything creep under a load that stays the same? Commits at a constant rate for as long as
 * the settings say; nothing may grow so fast that it would double within a day. Not part of smoke,
 * whose duration is 0: minutes tell nothing about a day. Then no server is started.
 */
public final class SoakSimulation extends Simulation {

  private static final String COMMIT = "commit";
  private static final Duration DAY = Duration.ofDays(1);

  private final LoadRun run = SetupExit.orExit(SoakSimulation::open);
  private final Duration duration = run.settings().soak().duration();
  private final double perSecond = run.settings().soak().rate();
  private final Optional<CreepSampler> creep = run.creep();

  private static LoadRun open() {
    var settings = Settings.load();
    if (settings.soak().duration().isZero()) {
      SetupExit.leftOut(
          "SoakSimulation is not part of %s; -Dpggit.profile=load or stress brings it in, or -Dpggit.soak.duration=10min"
              .formatted(settings.profile()));
    }
    return LoadRun.open(SoakSimulation.class, wanted -> Expected.time(wanted.soak().duration()));
  }

  private PopulationBuilder load() {
    return scenario("constant load")
        .exec(phase("constant load", true))
        .exec(once("watch", () -> creep.ifPresent(c -> c.start(COMMIT, duration))))
        .exec(pggit(COMMIT).commit().branch("soak"))
        .injectOpen(constantUsersPerSec(run.share().of(perSecond)).during(duration));
  }

  private List<Verdict> judge() {
    creep.ifPresent(c -> run.measured(c.estimates()));
    return creep
        .map(c -> c.verdicts(DAY, run.facts().disturbed(run.tally(COMMIT))))
        .orElse(List.of());
  }

  {
    setUp(Users.inOrder(run, load(), verdicts(() -> run.conclude(this::judge))))
        .protocols(run.protocol())
        .assertions(noVerdictFailed(), notFailed("success rate"));
  }

  @Override
  public void after() {
    run.close();
  }
}
