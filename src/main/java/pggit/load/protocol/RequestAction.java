package pggit.load.protocol;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import pggit.load.measure.Recorder;
import pggit.load.measure.Tally;

/**
 * One request in a scenario: resolves it for each user who comes by, and begins his {@link Turn} at
 * once or when it is due. Never blocks.
 */
final class RequestAction extends JavaAction {

  private final Function<Session, Work> work;
  private final Pace pace;
  private final PgGitComponents components;
  private final GatlingLog log;
  private final Action next;
  private final Recorder recorder;
  private final Recorder.Operation operation;
  private final Tally tally;

  RequestAction(
      String name,
      Function<Session, Work> work,
      Pace pace,
      PgGitComponents components,
      GatlingLog log,
      Action next) {
    super(name);
    this.work = work;
    this.pace = pace;
    this.components = components;
    this.log = log;
    this.next = next;
    this.recorder = components.protocol().recorder();
    this.operation = recorder.operation(name);
    this.tally = components.protocol().tallies().of(name);
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
    if (schedule == null && pace.everyNanos() > 0) {
      schedule = new UserSchedule();
      scheduled = schedule.into(session);
    }
    long due = schedule == null ? nowNanos : schedule.due(name(), pace.everyNanos(), nowNanos);
    var turn = new Turn(this, scheduled, resolved, schedule, pace.times(), due);
    try {
      if (due - nowNanos > 0) {
        components.pacer().at(due, turn::begin);
      } else {
        turn.begin(nowNanos);
      }
    } catch (RejectedExecutionException e) {
      crash(session, "the run is over");
    }
  }

  private void crash(Session session, String why) {
    log.crash(session, name(), why);
    long now = System.nanoTime();
    tally.failed("UNRESOLVED", why, now, now);
    next.$bang(session.markAsFailed());
  }

  PgGitComponents components() {
    return components;
  }

  GatlingLog log() {
    return log;
  }

  Action next() {
    return next;
  }

  Recorder recorder() {
    return recorder;
  }

  Recorder.Operation operation() {
    return operation;
  }

  Tally tally() {
    return tally;
  }
}
