package pggit.load.protocol;

import io.gatling.core.session.Session;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.Whose;

/**
 * One request of one user on its way: begun on the user's event loop or by the timer, perhaps
 * standing in line for a connection, performed on a worker. Its instants are {@link
 * System#nanoTime}. One thread at a time has it.
 */
final class Execution implements Runnable {

  private final RequestAction action;
  private final PgGitComponents components;
  private final Session session;
  private final Work work;
  private final @Nullable UserConnection direct;
  private final @Nullable UserSchedule schedule;
  private final long intendedNanos;

  private long startMillis;
  private long startedNanos;
  private boolean acquired;
  private long acquiredNanos;
  private long executedNanos;
  private int phase;

  /** How much later than it could have been it was begun. */
  private long beginLagNanos;

  private long handedOverNanos;

  /** How long a worker took to take it up. */
  private long handOverLagNanos;

  /** It may go to the pool: what it takes there it has to give back. */
  private boolean hasPlace;

  /**
   * @param intendedNanos when it is or was to begin
   */
  Execution(
      RequestAction action,
      Session session,
      Work work,
      @Nullable UserSchedule schedule,
      long intendedNanos) {
    this.action = action;
    this.components = action.components;
    this.session = session;
    this.work = work;
    this.direct = UserConnection.of(session);
    this.schedule = schedule;
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
    return work instanceof Work.Leak || (direct == null && work instanceof Work.OnConnection);
  }

  /**
   * Begins now, whatever was intended.
   *
   * @throws RejectedExecutionException if the run is over
   */
  void begin(long nowNanos) {
    startedNanos = nowNanos;
    acquiredNanos = nowNanos;
    executedNanos = nowNanos;
    startMillis = components.log().nowMillis();
    if (schedule != null) {
      startMillis -= (nowNanos - intendedNanos) / 1_000_000;
      beginLagNanos = schedule.lateSince(intendedNanos, nowNanos);
    }
    phase = action.recorder.currentPhase();
    Worker here = Worker.carrying();
    if (here == null || !here.keeps(this)) {
      goElsewhere();
    }
  }

  /** To another worker, at once or when the pool has a connection for it. */
  void goElsewhere() {
    if (mayGo()) {
      handOver();
    }
  }

  /** Whether it may be performed now; if not, it stands in line, and others may have it. */
  private boolean mayGo() {
    if (!needsPlace()) {
      return true;
    }
    if (components.line().enter(this)) {
      hasPlace = true;
      return true;
    }
    return false;
  }

  /** Whether the worker that kept it may go on with it; not if others wait for a worker. */
  boolean goesOn() {
    if (mayGo()) {
      if (!components.workers().isShort()) {
        return true;
      }
      handOver();
    }
    return false;
  }

  private void handOver() {
    handedOverNanos = schedule == null ? 0 : System.nanoTime();
    components.workers().execute(this);
  }

  /** It stood in line and may go to the pool now. */
  void admitted() {
    hasPlace = true;
    try {
      handOver();
    } catch (RejectedExecutionException e) { // the run is over
      failed(e);
    }
  }

  /** It stood in line for too long. */
  void expired() {
    var failure = new SQLTransientConnectionException(SqlErrors.NONE_FREE);
    session.eventLoop().execute(() -> failed(failure));
  }

  /** Taken up by a worker. */
  @Override
  public void run() {
    ((Worker) Thread.currentThread()).carry(this);
  }

  /** Does the work, on a worker's thread, and lets the user go on. */
  void perform() {
    if (handedOverNanos != 0) {
      handOverLagNanos = System.nanoTime() - handedOverNanos;
    }
    try {
      succeeded(work());
    } catch (Throwable e) {
      // Whatever happened, an Error too, the user goes on: a lost session hangs the run.
      failed(e);
    }
  }

  /**
   * After it was performed, and whatever its user did at once after it.
   *
   * @return who is to go to the pool now in its place
   */
  @Nullable Execution leavePool() {
    if (!hasPlace) {
      return null;
    }
    hasPlace = false;
    Execution heir = components.line().leave();
    if (heir != null) {
      heir.hasPlace = true;
    }
    return heir;
  }

  /** Returns the user's direct connection afterwards. */
  private @Nullable UserConnection work() throws SQLException {
    var protocol = components.protocol();
    var after = direct;
    if (work instanceof Work.OnConnection statements) {
      if (direct != null) {
        perform(statements, direct);
      } else {
        try (var pooled = new UserConnection(protocol.pool().connection())) {
          perform(statements, pooled);
        }
      }
      return direct;
    }
    if (work instanceof Work.Connect to) {
      if (direct != null) {
        throw new SQLException("this user has an open connection already", "08002");
      }
      var endpoint = protocol.endpoint();
      var database = to.database().map(endpoint::withDatabase).orElse(endpoint);
      after = new UserConnection(database.connect());
    } else if (work instanceof Work.Disconnect) {
      if (direct == null) {
        throw new SQLException("this user has no open connection", "08003");
      }
      direct.close();
      after = null;
    } else if (work instanceof Work.Leak) {
      protocol.pool().leak();
      hasPlace = false; // it stays in the pool
    } else if (work instanceof Work.Evict) {
      protocol.pool().evictLeaked();
    }
    executedNanos = System.nanoTime();
    return after;
  }

  private void perform(Work.OnConnection statements, UserConnection connection)
      throws SQLException {
    acquired = true;
    acquiredNanos = System.nanoTime();
    executedNanos = acquiredNanos;
    statements.perform(connection, components);
    executedNanos = System.nanoTime();
  }

  private void succeeded(@Nullable UserConnection after) {
    long releasedNanos = System.nanoTime();
    var recorder = action.recorder;
    if (schedule == null) {
      recorder.record(
          action.operation,
          phase,
          intendedNanos,
          startedNanos,
          acquiredNanos,
          executedNanos,
          releasedNanos);
    } else {
      schedule.free(releasedNanos);
      recorder.recordPaced(
          action.operation,
          phase,
          intendedNanos,
          startedNanos,
          acquiredNanos,
          executedNanos,
          releasedNanos,
          beginLagNanos + handOverLagNanos);
    }
    action.tally.succeeded(intendedNanos, releasedNanos);
    components.log().response(session, action.name(), startMillis, null, null);
    proceed(after == direct ? session : UserConnection.set(session, after));
  }

  private void failed(Throwable failure) {
    long nowNanos = System.nanoTime();
    var sqlState = SqlErrors.sqlState(failure);
    var message = SqlErrors.describe(sqlState, failure, work.values());
    if (schedule != null) {
      boolean waiting = needsPlace() && !acquired;
      long waitedUntil = waiting ? nowNanos : acquiredNanos;
      schedule.failed(
          waiting ? Whose.POOL : Whose.of(sqlState),
          Math.max(0, waitedUntil - startedNanos - handOverLagNanos),
          nowNanos - waitedUntil);
      schedule.free(nowNanos);
    }
    action.recorder.error(action.operation, phase, sqlState, message);
    action.tally.failed(sqlState, message, intendedNanos, nowNanos);
    components.log().response(session, action.name(), startMillis, sqlState, message);
    proceed(session.markAsFailed());
  }

  private void proceed(Session after) {
    action.next.$bang(components.carried(after));
  }
}
