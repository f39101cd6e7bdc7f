package pggit.load.protocol;

import io.gatling.core.session.Session;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.ArrivalLog;
import pggit.load.measure.FailedAttempts;
import pggit.load.measure.Whose;

/**
 * An arrival of a {@link Demand} that is not over: when it was due and which of its attempts have
 * failed. Lives in the session of the user who carries it, since a session tells only that a
 * request failed, not why. Immutable.
 */
record PendingArrival(long dueNanos, FailedAttempts failed) {

  private static final String ATTRIBUTE = "pggit.arrival";

  /** The arrival that the user carries, null if it carries none. */
  static @Nullable PendingArrival of(Session session) {
    var found = session.attributes().get(ATTRIBUTE);
    return found.isDefined() ? (PendingArrival) found.get() : null;
  }

  Session into(Session session) {
    return session.set(ATTRIBUTE, this);
  }

  /**
   * The session after one more attempt that failed, unchanged if its user carries no arrival.
   *
   * @see FailedAttempts#and
   */
  static Session failed(Session session, Whose by, long waitedNanos, long connectedNanos) {
    var arrival = of(session);
    return arrival == null
        ? session
        : new PendingArrival(arrival.dueNanos, arrival.failed.and(by, waitedNanos, connectedNanos))
            .into(session);
  }

  /**
   * @param served whether the last attempt succeeded, whatever became of those before
   */
  ArrivalLog.Ended ended(long nowNanos, boolean served) {
    return new ArrivalLog.Ended(
        dueNanos, nowNanos, served ? Optional.empty() : Optional.of(failed));
  }
}
