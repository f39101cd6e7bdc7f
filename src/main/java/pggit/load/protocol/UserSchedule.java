package pggit.load.protocol;

import io.gatling.core.session.Session;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.Arrival;
import pggit.load.measure.FailedAttempts;
import pggit.load.measure.Whose;

/**
 * When one user's paced requests are due, since when the user is free for the next one, and what
 * became of the arrival that the user carries. Lives in the session; whoever has the user just now
 * may use it.
 */
final class UserSchedule {

  private static final String ATTRIBUTE = "pggit.schedule";

  private final Map<String, Long> nextNanos = new HashMap<>();
  private final long arrivalNanos;
  private boolean arriving;
  private FailedAttempts failed = FailedAttempts.NONE;
  private boolean busyBefore;
  private long freeNanos;

  private UserSchedule(long arrivalNanos, boolean arriving) {
    this.arrivalNanos = arrivalNanos;
    this.arriving = arriving;
  }

  /** Begins with the first request, which comes now. */
  static UserSchedule from(long nowNanos) {
    return new UserSchedule(nowNanos, false);
  }

  /** Begins when the user was to arrive; the first request counts from then. */
  static UserSchedule arrivingAt(long dueNanos) {
    return new UserSchedule(dueNanos, true);
  }

  /** The user's schedule, null if there is none. */
  static @Nullable UserSchedule of(Session session) {
    var found = session.attributes().get(ATTRIBUTE);
    return found.isDefined() ? (UserSchedule) found.get() : null;
  }

  Session into(Session session) {
    return session.set(ATTRIBUTE, this);
  }

  /**
   * When the next request is due: the first one now, every later one a period after the one before
   * it was due, however late that was.
   *
   * @param everyNanos 0 for a request without a pace
   */
  long due(String request, long everyNanos, long nowNanos) {
    long first = arriving ? arrivalNanos : nowNanos;
    arriving = false;
    if (everyNanos == 0) {
      return first;
    }
    long due = nextNanos.getOrDefault(request, first);
    nextNanos.put(request, due + everyNanos);
    return due;
  }

  void free(long nanos) {
    busyBefore = true;
    freeNanos = nanos;
  }

  /**
   * How much later the request begins than it could: a user who still waits for an answer when the
   * next request is due is kept by the server, not by us.
   */
  long lateSince(long dueNanos, long nowNanos) {
    long possible = busyBefore && freeNanos - dueNanos > 0 ? freeNanos : dueNanos;
    return Math.max(0, nowNanos - possible);
  }

  /**
   * An attempt failed.
   *
   * @see FailedAttempts#and
   */
  void failed(Whose by, long waitedNanos, long connectedNanos) {
    failed = failed.and(by, waitedNanos, connectedNanos);
  }

  /**
   * The arrival is over.
   *
   * @param served whether the last attempt succeeded, whatever became of those before
   */
  Arrival ended(long nowNanos, boolean served) {
    return new Arrival(arrivalNanos, nowNanos, served ? Optional.empty() : Optional.of(failed));
  }
}
