package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;
import java.util.List;
import pggit.load.run.LoadRun;
import pggit.load.verdict.WholeLoad;

/** What several simulations do with their users. */
final class Users {

  static final Duration GATHER_LIMIT = WholeLoad.GATHER_LIMIT;

  private Users() {}

  /** Each opens a connection; they go on when all have, and who got none leaves. */
  static ChainBuilder connected(LoadRun run, String name, int users) {
    return exec(pggit("connect").connect())
        .exec(gathered(run, "all connected, " + name, users, GATHER_LIMIT))
        .exec(exitHereIfFailed());
  }

  /** They go on together when so many are there, those of other injectors counted. */
  static ActionBuilder gathered(LoadRun run, String name, int users, Duration limit) {
    int here = Math.max(1, run.share().of(users)); // nobody comes where it is 0
    return run.share().among(users) > 1
        ? gather(name, here, limit, () -> run.meet(name, users, limit))
        : gather(name, here, limit);
  }

  /** One user with a connection, of all injectors. */
  static PopulationBuilder alone(LoadRun run, String name, ChainBuilder work) {
    return scenario(name)
        .exec(pggit("connect").connect())
        .exec(exitHereIfFailed())
        .exec(work)
        .exec(pggit("disconnect").disconnect())
        .injectOpen(atOnceUsers(run.share().of(1)));
  }

  /** All at the same time; what comes behind begins when the last user of all of them has gone. */
  static PopulationBuilder together(List<PopulationBuilder> populations) {
    return scenario("begin")
        .exec(session -> session)
        .injectOpen(atOnceUsers(1))
        .andThen(populations);
  }

  /**
   * One after the other: each begins when the last user of the one before has gone. Gatling looks
   * once a second whether that is so; what has no users of its own is better done {@link
   * pggit.load.protocol.PgGitDsl#once} by those who come next.
   */
  static PopulationBuilder inOrder(LoadRun run, List<PopulationBuilder> populations) {
    var last = populations.size() - 1;
    var chain = begun(run, populations.get(last));
    for (int i = last - 1; i >= 0; i--) {
      chain = begun(run, populations.get(i).andThen(chain));
    }
    return chain;
  }

  static PopulationBuilder inOrder(LoadRun run, PopulationBuilder... populations) {
    return inOrder(run, List.of(populations));
  }

  /** At the same time as with all other injectors. */
  private static PopulationBuilder begun(LoadRun run, PopulationBuilder population) {
    return run.share().shared() ? met(population, run::meet) : population;
  }
}
