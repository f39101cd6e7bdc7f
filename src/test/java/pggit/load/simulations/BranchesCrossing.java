package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;

/** Two users who each create two branches in a transaction, in opposite orders, step by step. */
final class BranchesCrossing {

  static final String COMMIT = "branches created in opposite orders";

  private BranchesCrossing() {}

  /**
   * @param users 2, or 0 where another injector has them
   */
  static PopulationBuilder population(int users) {
    return scenario(COMMIT)
        .exec(phase(COMMIT, false))
        .exec(BranchesCrossing::inOneOfTwoOrders)
        .exec(pggit("connect").connect())
        .exec(gather("both connected", 2, Users.GATHER_LIMIT))
        .exec(exitHereIfFailed())
        .exec(pggit("begin").sql("BEGIN"))
        .exec(pggit(COMMIT).commit().branch("#{first}").undone())
        .exec(gather("one branch each", 2, Users.GATHER_LIMIT))
        .exec(pggit(COMMIT).commit().branch("#{second}").undone())
        .exec(pggit("roll back").sql("ROLLBACK"))
        .exec(pggit("disconnect").disconnect())
        .injectOpen(atOnceUsers(users));
  }

  private static Session inOneOfTwoOrders(Session user) {
    boolean left = user.userId() % 2 == 0;
    return user.set("first", left ? "fresh-left" : "fresh-right")
        .set("second", left ? "fresh-right" : "fresh-left");
  }
}
