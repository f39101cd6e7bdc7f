package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;
import java.util.List;

/** What several simulations do with their users. */
final class Users {

  static final Duration GATHER_LIMIT = Duration.ofSeconds(5);

  private Users() {}

  /** Each opens a connection; they go on when all have, and who got none leaves. */
  static ChainBuilder connected(String name, int users) {
    return exec(pggit("connect").connect())
        .exec(gather("all connected, " + name, users, GATHER_LIMIT))
        .exec(exitHereIfFailed());
  }

  /** One user with a connection. */
  static PopulationBuilder alone(String name, ChainBuilder work) {
    return scenario(name)
        .exec(pggit("connect").connect())
        .exec(exitHereIfFailed())
        .exec(work)
        .exec(pggit("disconnect").disconnect())
        .injectOpen(atOnceUsers(1));
  }

  /** Something that the harness does between two crowds. */
  static PopulationBuilder harness(String name, Runnable work) {
    return scenario(name).exec(perform(name, work)).injectOpen(atOnceUsers(1));
  }

  /** One after the other: each begins when the last user of the one before has gone. */
  static PopulationBuilder inOrder(List<PopulationBuilder> populations) {
    var chain = populations.get(populations.size() - 1);
    for (int i = populations.size() - 2; i >= 0; i--) {
      chain = populations.get(i).andThen(chain);
    }
    return chain;
  }

  static PopulationBuilder inOrder(PopulationBuilder... populations) {
    return inOrder(List.of(populations));
  }
}
