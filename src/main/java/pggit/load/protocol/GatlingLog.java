package pggit.load.protocol;

import io.gatling.commons.stats.KO$;
import io.gatling.commons.stats.OK$;
import io.gatling.commons.util.Clock;
import io.gatling.core.session.Session;
import io.gatling.core.stats.StatsEngine;
import io.gatling.core.structure.ScenarioContext;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** Tells Gatling what became of requests, in its whole milliseconds. Any thread may call it. */
record GatlingLog(StatsEngine stats, Clock clock) {

  static GatlingLog of(ScenarioContext context) {
    var core = context.coreComponents();
    return new GatlingLog(core.statsEngine(), core.clock());
  }

  long nowMillis() {
    return clock.nowMillis();
  }

  /** A request that ended now: OK without a message, KO with one. */
  void response(
      Session session,
      String request,
      long startMillis,
      @Nullable String code,
      @Nullable String message) {
    stats.logResponse(
        session.scenario(),
        session.groups(),
        request,
        startMillis,
        nowMillis(),
        message == null ? OK$.MODULE$ : KO$.MODULE$,
        Option.apply(code),
        Option.apply(message));
  }

  /** A request that was never sent. */
  void crash(Session session, String request, String why) {
    stats.logRequestCrash(session.scenario(), session.groups(), request, why);
  }
}
