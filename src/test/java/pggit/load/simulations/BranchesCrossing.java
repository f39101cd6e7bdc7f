package pggit.load.simulations;

import static io.gatling.javaapi.core.CoreDsl.*;
import static pggit.load.protocol.PgGitDsl.*;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;

/** Two users who each create two branches in a transaction, in opposite orders, step by step. */
final class BranchesCrossing {

  static final String COMMIT = "branches created in opposite orders";

  private BranchesCrossing() {}

  static PopulationBuilder population() {
    return scenario(COMMIT)
        .exec(phase(COMMIT, false))
        .exec(session -> session.set("way", session.userId() % 2))
        .exec(pggit("connect").connect())
        .exec(gather("both connected", 2, Users.GATHER_LIMIT))
        .exec(exitHereIfFailed())
        .doSwitch("#{way}")
        .on(
            onCase(0L).then(creating("fresh-left", "fresh-right")),
            onCase(1L).then(creating("fresh-right", "fresh-left")))
        .exec(pggit("disconnect").disconnect())
        .injectOpen(atOnceUsers(2));
  }

  private static ChainBuilder creating(String first, String second) {
    return exec(pggit("begin").sql("BEGIN"))
        .exec(pggit(COMMIT).commit().branch(first).undone())
        .exec(gather("one branch each", 2, Users.GATHER_LIMIT))
        .exec(pggit(COMMIT).commit().branch(second).undone())
        .exec(pggit("roll back").sql("ROLLBACK"));
  }
}
