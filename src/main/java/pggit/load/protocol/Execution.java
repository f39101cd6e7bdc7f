package pggit.load.protocol;

import io.gatling.core.session.Session;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.Whose;

/**
 * One request of one user on its way: begun on the user's event loop or by the timer, perhaps
 * standing in line for a connection, performed on a worker. Its instants are {@link
 * System#nanoTime}. One thread at a time has it.
 */
final class Execution implements Runnable {

  private final RequestAction action;
  final PgGitComponents components;
  private final Session session;
  private final Work work;
  private final @Nullable UserConnection direct;
  private final @Nullable UserSchedule schedule;
  private final long intendedNanos;

  private long startedNanos;
  private boolean acquired;
  private long acquiredNanos;
  private long executedNanos;
  private int phase;

  /** How much later than it could have been it was begun. */
  private long beginLagNanos;

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

  /** Begins now, whatever was intended. */
  void begin(long nowNanos) {
    startedNanos = nowNanos;
    acquiredNanos = nowNanos;
    executedNanos = nowNanos;
    if (schedule != null) {
      beginLagNanos = schedule.lateSince(intendedNanos, nowNanos);
    }
    phase = action.recorder.currentPhase();
    Worker here = Worker.carrying();
    if (here == null || !here.keeps(this)) {
      goesOn(false);
    }
  }

  /**
   * Whether the worker that is here may go on with it: not if others wait for a worker. Else it
   * goes to another worker, now or when the pool has a connection for it.
   *
   * @param free whether there is a worker here that has nothing else to do
   */
  boolean goesOn(boolean free) {
    try {
      if (needsPlace() && !hasPlace) {
        if (!components.protocol.pool().line().enter(this)) {
          return false; // from now on others may have it
        }
        hasPlace = true;
      }
      if (free && !components.workers.isShort()) {
        return true;
      }
      handOverLagNanos = -System.nanoTime();
      components.workers.execute(this);
    } catch (RuntimeException e) { // the run is over, or there is no pool: the user has to go on
      handOverLagNanos = 0;
      failed(e);
    }
    return false;
  }

  /** It stood in line and may go to the pool now. */
  void admitted() {
    hasPlace = true;
    goesOn(false);
  }

  /** It stood in line for too long. */
  void expired() {
    var failure = new SQLTransientConnectionException(SqlErrors.NONE_FREE);
    session.eventLoop().execute(() -> failed(failure));
  }

  /** Taken up by a worker. */
  @Override
  public void run() {
    handOverLagNanos += System.nanoTime();
    ((Worker) Thread.currentThread()).carry(this);
  }

  /** Does the work, on a worker's thread, and lets the user go on. */
  void perform() {
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
    Execution heir = components.protocol.pool().line().leave();
    if (heir != null) {
      heir.hasPlace = true;
    }
    return heir;
  }

  /** Returns the user's direct connection afterwards. */
  private @Nullable UserConnection work() throws SQLException {
    var protocol = components.protocol;
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
    if (schedule != null) {
      schedule.free(releasedNanos);
    }
    action.recorder.record(
        action.operation,
        phase,
        intendedNanos,
        startedNanos,
        acquiredNanos,
        executedNanos,
        releasedNanos,
        schedule == null
            ? OptionalLong.empty()
            : OptionalLong.of(beginLagNanos + handOverLagNanos));
    action.operation.tally().succeeded(intendedNanos, releasedNanos);
    components.log.response(session, action.name(), releasedNanos - intendedNanos, null, null);
    proceed(Objects.equals(after, direct) ? session : UserConnection.set(session, after));
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
    action.operation.tally().failed(sqlState, message, intendedNanos, nowNanos);
    components.log.response(session, action.name(), nowNanos - intendedNanos, sqlState, message);
    proceed(session.markAsFailed());
  }

  private void proceed(Session after) {
    action.next.$bang(components.carried(after));
  }
}
