package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import pggit.load.run.Expected;
import pggit.load.run.LoadRun;
import pggit.load.settings.Settings;
import pggit.load.verdict.WholeLoad;

/**
 * Does pgGit take commits from many connections at once? Users who each open a connection, create a
 * table, commit and close: more and more of them at once, then more than the server admits, then a
 * steady crowd.
 */
public final class ConcurrentCommitSimulation extends Simulation {

  private final LoadRun run =
      LoadRun.open(getClass(), ConcurrentCommitSimulation::expected).withTables();
  private final Settings.Concurrent wanted = run.settings().concurrent();
  private final List<Integer> levels = run.room().levels(wanted.levels());
  private final int sustained = run.room().level(wanted.sustained().users());
  private final AtomicInteger users = new AtomicInteger();

  /** One user's life; the phase stands in the requests' names, so that each has its own figures. */
  private ChainBuilder life(String name, int together) {
    return exec(phase(name, true))
        .exec(session -> session.set("n", run.share().number(users.incrementAndGet())))
        .exec(s -> s.set("branch", "branch-" + s.getInt("n") % wanted.branches()))
        .exec(pggit("connect, " + name).connect())
        // Nobody goes before all have tried, or there is room for some only since others have gone.
        .exec(
            Users.gathered(
                run, "all connected, " + name, together, run.settings().connectTimeout()))
        .exec(exitHereIfFailed())
        .exec(
            pggit("create table, " + name)
                .sql("CREATE TABLE load_test_#{n} (id int PRIMARY KEY, data text)"))
        .exec(pggit("commit, " + name).commit().branch("#{branch}").message("load test #{n}"))
        .exec(pggit("disconnect, " + name).disconnect());
  }

  private static Expected expected(Settings settings) {
    return Expected.time(settings.concurrent().sustained().duration().plusSeconds(4));
  }

  {
    var populations = new ArrayList<PopulationBuilder>();
    levels.forEach(n -> populations.add(atOnce(n + " at once", n)));
    var assertions = new ArrayList<>(List.of(noVerdictFailed()));
    assertions.add(notFailed("success rate"));
    if (run.room().mayBeUsedUp()) {
      populations.add(atOnce("surplus", wanted.surplus()));
      assertions.add(notFailed(WholeLoad.SURPLUS));
    }
    populations.add(
        scenario("sustained")
            .exec(life("sustained", 1))
            .injectClosed(
                constantConcurrentUsers(run.share().of(sustained))
                    .during(wanted.sustained().duration())));
    populations.add(verdicts(() -> run.conclude(List::of)));
    setUp(Users.inOrder(run, populations)).protocols(run.protocol()).assertions(assertions);
  }

  private PopulationBuilder atOnce(String name, int count) {
    return scenario(name).exec(life(name, count)).injectOpen(atOnceUsers(run.share().of(count)));
  }

  @Override
  public void after() {
    run.close();
  }
}
