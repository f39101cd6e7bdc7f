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
