package pggit.load.protocol;

import io.gatling.commons.stats.KO$;
import io.gatling.commons.stats.OK$;
import io.gatling.commons.util.Clock;
import io.gatling.core.session.Session;
import io.gatling.core.stats.StatsEngine;
import io.gatling.core.structure.ScenarioContext;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * Tells Gatling what became of requests, in its whole milliseconds. Any thread may call it.
 *
 * @param batch takes down what there is to tell and tells it soon; null: it is told at once
 */
record GatlingLog(StatsEngine stats, Clock clock, @Nullable LogBatch batch) {

  /** The end of one request. */
  record Response(
      StatsEngine stats,
      Session session,
      String request,
      long startMillis,
      long endMillis,
      @Nullable String code,
      @Nullable String message) {

    void tell() {
      stats.logResponse(
          session.scenario(),
          session.groups(),
          request,
          startMillis,
          endMillis,
          message == null ? OK$.MODULE$ : KO$.MODULE$,
          Option.apply(code),
          Option.apply(message));
    }
  }

  static GatlingLog of(ScenarioContext context) {
    var core = context.coreComponents();
    return new GatlingLog(core.statsEngine(), core.clock(), null);
  }

  /** The same, but not at once. */
  GatlingLog through(LogBatch later) {
    return new GatlingLog(stats, clock, later);
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
    var response = new Response(stats, session, request, startMillis, nowMillis(), code, message);
    if (batch == null) {
      response.tell();
    } else {
      batch.add(response);
    }
  }

  /** A request that was never sent. */
  void crash(Session session, String request, String why) {
    stats.logRequestCrash(session.scenario(), session.groups(), request, why);
  }
}
