package pggit.load.protocol;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import pggit.load.measure.Recorder;

/**
 * One request in a scenario: resolves it for each user who comes by, and begins its {@link
 * Execution} at once or when it is due. Never blocks.
 */
final class RequestAction extends JavaAction {

  private final Function<Session, Work> work;
  private final long everyNanos;
  final PgGitComponents components;
  final Action next;
  final Recorder recorder;
  final Recorder.Operation operation;

  /**
   * @param everyNanos from one to the next by the user's schedule; 0: as soon as the user comes
   */
  RequestAction(
      String name,
      Function<Session, Work> work,
      long everyNanos,
      PgGitComponents components,
      Action next) {
    super(name);
    this.work = work;
    this.everyNanos = everyNanos;
    this.components = components;
    this.next = next;
    this.recorder = components.protocol.recorder();
    this.operation = recorder.operation(name);
  }

  @Override
  public void execute(Session session) {
    long nowNanos = System.nanoTime(); // before queueing: waiting is part of what the user feels
    Work resolved;
    try {
      resolved = work.apply(session);
    } catch (Expression.Unresolved e) {
      crash(session, String.valueOf(e.getMessage()));
      return;
    }
    var schedule = UserSchedule.of(session);
    var scheduled = session;
    if (schedule == null && everyNanos > 0) {
      schedule = UserSchedule.from(nowNanos);
      scheduled = schedule.into(session);
    }
    long due = schedule == null ? nowNanos : schedule.due(name(), everyNanos, nowNanos);
    var execution = new Execution(this, scheduled, resolved, schedule, due);
    if (due - nowNanos <= 0) {
      execution.begin(nowNanos);
      return;
    }
    try {
      components.at(due, () -> execution.begin(System.nanoTime()));
    } catch (RejectedExecutionException e) {
      crash(session, "the run is over");
    }
  }

  private void crash(Session session, String why) {
    components.log.crash(session, name(), why);
    long now = System.nanoTime();
    operation.tally().failed("UNRESOLVED", why, now, now);
    next.$bang(session.markAsFailed());
  }
}
