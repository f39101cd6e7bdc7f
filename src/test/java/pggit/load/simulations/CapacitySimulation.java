package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.util.ArrayList;
import java.util.List;
import pggit.load.measure.Verdict;
import pggit.load.run.Expected;
import pggit.load.run.LoadRun;
import pggit.load.settings.Settings;
import pggit.load.verdict.CapacityPlan;

/**
 * How many users at once does pgGit serve best, and what if more is asked for than it can do? First
 * {@link CapacityLevels} of users, then {@link LevelsInTurn} and a {@link PooledOverload}.
 */
public final class CapacitySimulation extends Simulation {

  static final String COMMIT = CapacityPlan.COMMIT;

  /**
   * Commits of each session before it is measured. The first ones of a session load catalogs and
   * plan each statement (five times before pgjdbc and PL/pgSQL keep what they planned), which is no
   * cost of having many users.
   */
  static final int WARM_COMMITS = 6;

  private final LoadRun run = LoadRun.open(getClass(), CapacitySimulation::expected);
  private final CapacityLevels levels = new CapacityLevels(run);
  private final LevelsInTurn inTurn = new LevelsInTurn(run, levels);
  private final PooledOverload overload = new PooledOverload(run);

  private static Expected expected(Settings settings) {
    var wanted = settings.capacity();
    return Expected.time(
        CapacityLevels.lasting(wanted)
            .plus(LevelsInTurn.lasting(wanted.turns()))
            .plus(PooledOverload.lasting(wanted.overload())));
  }

  private List<Verdict> judge() {
    var verdicts = new ArrayList<Verdict>();
    if (run.leads()) {
      verdicts.add(inTurn.verdict());
    }
    verdicts.addAll(overload.verdicts());
    return verdicts;
  }

  {
    var populations = new ArrayList<PopulationBuilder>();
    populations.addAll(levels.populations());
    populations.add(inTurn.population());
    populations.addAll(overload.populations());
    populations.add(verdicts(() -> run.conclude(this::judge)));
    setUp(Users.inOrder(run, populations))
        .protocols(run.protocol(overload.pool()))
        .assertions(
            noVerdictFailed(),
            notFailed("success rate"),
            notFailed("graceful overload without retries"),
            notFailed("graceful overload with retries"));
  }

  @Override
  public void after() {
    run.close();
  }
}
