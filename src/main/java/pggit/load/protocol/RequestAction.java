package pggit.load.protocol;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.Recorder;
import pggit.load.measure.Tally;

/**
 * One request of one user: resolved on the event loop, run on a worker, logged, and the session
 * handed on.
 */
final class RequestAction extends JavaAction {

  private final Function<Session, Work> work;
  private final PgGitComponents components;
  private final GatlingLog log;
  private final Action next;
  private final Recorder.Operation operation;
  private final Tally tally;

  RequestAction(
      String name,
      Function<Session, Work> work,
      PgGitComponents components,
      GatlingLog log,
      Action next) {
    super(name);
    this.work = work;
    this.components = components;
    this.log = log;
    this.next = next;
    this.operation = components.protocol().recorder().operation(name);
    this.tally = components.protocol().tallies().of(name);
  }

  @Override
  public void execute(Session session) {
    long intendedNanos =
        System.nanoTime(); // before queueing: waiting for a worker is part of what the user feels
    long startMillis = log.nowMillis();
    Work resolved;
    try {
      resolved = work.apply(session);
    } catch (Expression.Unresolved e) {
      crash(session, String.valueOf(e.getMessage()));
      return;
    }
    try {
      components.workers().execute(() -> run(session, resolved, intendedNanos, startMillis));
    } catch (RejectedExecutionException e) {
      crash(session, "the run is over");
    }
  }

  private void run(Session session, Work resolved, long intendedNanos, long startMillis) {
    int phase = components.protocol().recorder().currentPhase();
    var timing = new Timing(intendedNanos);
    var direct = directConnection(session);
    try {
      var after = new Execution(components, direct, timing).run(resolved);
      succeed(phase, timing);
      log.response(session, name(), startMillis, null, null);
      next.$bang(after == direct ? session : withConnection(session, after));
    } catch (Throwable e) {
      // An Error too: a session that is never handed on keeps the run from ending.
      var sqlState = Failures.sqlState(e);
      var message = Failures.describe(sqlState, e, Execution.values(resolved));
      fail(phase, timing, sqlState, message);
      log.response(session, name(), startMillis, sqlState, message);
      next.$bang(session.markAsFailed());
    }
  }

  private void succeed(int phase, Timing timing) {
    long releasedNanos = System.nanoTime();
    components
        .protocol()
        .recorder()
        .record(
            operation,
            phase,
            timing.intendedNanos,
            timing.startedNanos,
            timing.acquiredNanos,
            timing.executedNanos,
            releasedNanos);
    tally.succeeded(timing.intendedNanos, releasedNanos);
  }

  private void fail(int phase, Timing timing, String sqlState, String message) {
    components.protocol().recorder().error(operation, phase, sqlState, message);
    tally.failed(sqlState, message, timing.intendedNanos, System.nanoTime());
  }

  private void crash(Session session, String why) {
    log.crash(session, name(), why);
    long now = System.nanoTime();
    tally.failed("UNRESOLVED", why, now, now);
    next.$bang(session.markAsFailed());
  }

  private static @Nullable DirectConnection directConnection(Session session) {
    return session.contains(DirectConnection.ATTRIBUTE)
        ? (DirectConnection) session.attributes().apply(DirectConnection.ATTRIBUTE)
        : null;
  }

  private static Session withConnection(Session session, @Nullable DirectConnection connection) {
    return connection == null
        ? session.remove(DirectConnection.ATTRIBUTE)
        : session.set(DirectConnection.ATTRIBUTE, connection);
  }
}
