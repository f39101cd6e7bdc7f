package pggit.load.protocol;

import io.gatling.core.session.Session;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When one user's paced requests are due, and since when he is free for the next one. Lives in his
 * session; whoever has the user just now may use it.
 */
final class UserSchedule {

  private static final String ATTRIBUTE = "pggit.schedule";

  private final Map<String, Long> nextNanos = new HashMap<>();
  private boolean busyBefore;
  private long freeNanos;
  private @Nullable Long arrivalNanos;

  /** The user's schedule, null if he has none. */
  static @Nullable UserSchedule of(Session session) {
    var found = session.attributes().get(ATTRIBUTE);
    return found.isDefined() ? (UserSchedule) found.get() : null;
  }

  Session into(Session session) {
    return session.set(ATTRIBUTE, this);
  }

  /** The user was to arrive at that instant; his next request counts from it. */
  void arrival(long nanos) {
    arrivalNanos = nanos;
  }

  /**
   * When the next request is due: the first one now, every later one a period after the one before
   * it was due, however late that was.
   *
   * @param everyNanos 0 for a request without a pace
   */
  long due(String request, long everyNanos, long nowNanos) {
    Long arrived = arrivalNanos;
    arrivalNanos = null;
    if (everyNanos == 0) {
      return arrived == null ? nowNanos : arrived;
    }
    long due = nextNanos.getOrDefault(request, arrived == null ? nowNanos : arrived);
    nextNanos.put(request, due + everyNanos);
    return due;
  }

  /** The user has his answer. */
  void free(long nanos) {
    busyBefore = true;
    freeNanos = nanos;
  }

  /**
   * How much later the request begins than it could: a user who still waits for an answer when his
   * next request is due is kept by the server, not by us.
   */
  long lateSince(long dueNanos, long nowNanos) {
    long possible = busyBefore && freeNanos - dueNanos > 0 ? freeNanos : dueNanos;
    return Math.max(0, nowNanos - possible);
  }
}
