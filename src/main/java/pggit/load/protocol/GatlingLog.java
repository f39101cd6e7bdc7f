package pggit.load.protocol;

import io.gatling.commons.stats.KO$;
import io.gatling.commons.stats.OK$;
import io.gatling.commons.util.Clock;
import io.gatling.core.session.Session;
import io.gatling.core.stats.StatsEngine;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * Tells Gatling what became of requests, in its whole milliseconds; many at a time, when {@link
 * #flush} is called: each message wakes two of Gatling's actors, which costs as much as the request
 * it is about, unless they are awake already. Any thread may call it.
 */
final class GatlingLog {

  private record Response(
      Session session,
      String request,
      long startMillis,
      long endMillis,
      @Nullable String code,
      @Nullable String message) {}

  private final StatsEngine stats;
  private final Clock clock;
  private final Queue<Response> responses = new ConcurrentLinkedQueue<>();

  GatlingLog(StatsEngine stats, Clock clock) {
    this.stats = stats;
    this.clock = clock;
  }

  /** A request that ended now, after so long: OK without a message, KO with one. */
  void response(
      Session session,
      String request,
      long tookNanos,
      @Nullable String code,
      @Nullable String message) {
    long endMillis = clock.nowMillis();
    long startMillis = endMillis - TimeUnit.NANOSECONDS.toMillis(tookNanos);
    responses.add(new Response(session, request, startMillis, endMillis, code, message));
  }

  /** A request that was never sent. */
  void crash(Session session, String request, String why) {
    stats.logRequestCrash(session.scenario(), session.groups(), request, why);
  }

  /** Returns when all has been told that was added before. */
  synchronized void flush() {
    for (var response = responses.poll(); response != null; response = responses.poll()) {
      stats.logResponse(
          response.session.scenario(),
          response.session.groups(),
          response.request,
          response.startMillis,
          response.endMillis,
          response.message == null ? OK$.MODULE$ : KO$.MODULE$,
          Option.apply(response.code),
          Option.apply(response.message));
    }
  }
}
