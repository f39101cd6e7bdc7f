package pggit.load.protocol;

import io.gatling.core.session.Session;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.Whose;

/**
 * One request of one user on its way: begun on his event loop or by the pacer, perhaps standing in
 * line for a connection, performed on a worker. Its instants are {@link System#nanoTime()}. One
 * thread at a time has it.
 */
final class Turn implements Runnable {

  private final RequestAction action;
  private final PgGitComponents components;
  private final Session session;
  private final Work work;
  private final @Nullable DirectConnection direct;
  private final @Nullable UserSchedule schedule;
  private final int left;
  private final long intendedNanos;

  private long startMillis;
  private long startedNanos;
  private boolean acquired;
  private long acquiredNanos;
  private long executedNanos;
  private int phase;

  /** How much later than it could have been this turn was begun. */
  private long beginLagNanos;

  private long handedOverNanos;

  /** How long a worker took to take it up. */
  private long handOverLagNanos;

  private boolean hasPlace;

  /**
   * @param left how often the work is to be done in a row, this time included
   * @param intendedNanos when it is or was to begin
   */
  Turn(
      RequestAction action,
      Session session,
      Work work,
      @Nullable UserSchedule schedule,
      int left,
      long intendedNanos) {
    this.action = action;
    this.components = action.components();
    this.session = session;
    this.work = work;
    this.direct = DirectConnection.of(session);
    this.schedule = schedule;
    this.left = left;
    this.intendedNanos = intendedNanos;
  }

  long user() {
    return session.userId();
  }

  long startedNanos() {
    return startedNanos;
  }

  /** Whether it takes a connection from the pool. */
  boolean needsPlace() {
    return work instanceof Work.Leak || (direct == null && work.needsConnection());
  }

  /** It goes to the pool: what it takes there it has to give back. */
  void hasPlace(boolean has) {
    hasPlace = has;
  }

  boolean hasPlace() {
    return hasPlace;
  }

  /** Begins now, whatever was intended. */
  void begin() {
    begin(System.nanoTime());
  }

  void begin(long nowNanos) {
    startedNanos = nowNanos;
    acquiredNanos = nowNanos;
    executedNanos = nowNanos;
    startMillis = action.log().nowMillis();
    if (schedule != null) {
      startMillis -= (nowNanos - intendedNanos) / 1_000_000;
      beginLagNanos = schedule.lateSince(intendedNanos, nowNanos);
    }
    phase = action.recorder().currentPhase();
    components.dispatch(this);
  }

  /** Somebody else's thread is to take it up. */
  void handOver() {
    handedOverNanos = schedule == null ? 0 : System.nanoTime();
  }

  /** It stood in line and may go to the pool now. */
  void admitted() {
    components.handOver(this);
  }

  /** Taken up by a worker. */
  @Override
  public void run() {
    ((Worker) Thread.currentThread()).carry(this);
  }

  /** What the worker is to do after this turn. */
  @Nullable Turn successor(@Nullable Turn own) {
    return components.successor(this, own);
  }

  /** Does the work, on a worker's thread, and lets the user go on. */
  void perform() {
    if (handedOverNanos != 0) {
      handOverLagNanos = System.nanoTime() - handedOverNanos;
    }
    try {
      var after = new Execution(components, direct, this).run(work);
      succeeded(after);
    } catch (Throwable e) {
      // Whatever happened, an Error too, the user goes on: a lost session hangs the run.
      failed(e);
    }
  }

  /** The work has a connection. */
  void acquired() {
    acquired = true;
    acquiredNanos = System.nanoTime();
    executedNanos = acquiredNanos;
  }

  /** The server has answered. */
  void executed() {
    executedNanos = System.nanoTime();
  }

  /** It stood in line for too long. */
  void expired() {
    var failure = new SQLTransientConnectionException(SqlErrors.NONE_FREE);
    session.eventLoop().execute(() -> failed(failure));
  }

  private void succeeded(@Nullable DirectConnection after) {
    long releasedNanos = System.nanoTime();
    var recorder = action.recorder();
    if (schedule == null) {
      recorder.record(
          action.operation(),
          phase,
          intendedNanos,
          startedNanos,
          acquiredNanos,
          executedNanos,
          releasedNanos);
    } else {
      schedule.free(releasedNanos);
      recorder.recordPaced(
          action.operation(),
          phase,
          intendedNanos,
          startedNanos,
          acquiredNanos,
          executedNanos,
          releasedNanos,
          beginLagNanos + handOverLagNanos);
    }
    action.tally().succeeded(intendedNanos, releasedNanos);
    action.log().response(session, action.name(), startMillis, null, null);
    proceed(after == direct ? session : DirectConnection.set(session, after));
  }

  private void failed(Throwable failure) {
    long nowNanos = System.nanoTime();
    var sqlState = SqlErrors.sqlState(failure);
    var message = SqlErrors.describe(sqlState, failure, Execution.values(work));
    if (schedule != null) {
      schedule.free(nowNanos);
    }
    action.recorder().error(action.operation(), phase, sqlState, message);
    action.tally().failed(sqlState, message, intendedNanos, nowNanos);
    action.log().response(session, action.name(), startMillis, sqlState, message);
    boolean waiting = needsPlace() && !acquired;
    long waitedUntil = waiting ? nowNanos : acquiredNanos;
    proceed(
        PendingArrival.failed(
            session.markAsFailed(),
            waiting ? Whose.POOL : Whose.of(sqlState),
            Math.max(0, waitedUntil - startedNanos - handOverLagNanos),
            nowNanos - waitedUntil));
  }

  private void proceed(Session after) {
    var carried = components.carried(after);
    if (left > 1) {
      long now = System.nanoTime();
      new Turn(action, carried, work, schedule, left - 1, now).begin(now);
    } else {
      action.next().$bang(carried);
    }
  }
}
