package pggit.load.check;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * What a session does while another has a transaction open, and whether it waits for a lock. That
 * is looked up, and not left to lock_timeout, since a pgGit may take its error for something else.
 */
final class Beside {

  /** A lock held for longer than this is not one that is passed on at once. */
  private static final long LONG_NANOS = 200_000_000;

  private final Lab lab;
  private final int pid;
  private final Session session;
  private final FutureTask<Optional<SQLException>> task;

  private Beside(Lab lab, Session session, Failure.Work work) throws SQLException {
    this.lab = lab;
    this.pid = session.pid();
    this.session = session;
    this.task =
        new FutureTask<>(
            () -> {
              try {
                work.run();
                return Optional.empty();
              } catch (SQLException e) {
                return Optional.of(e);
              }
            });
  }

  /** Begins the work in a thread of its own. */
  static Beside start(Lab lab, Session session, Failure.Work work) throws SQLException {
    var beside = new Beside(lab, session, work);
    var thread = new Thread(beside.task, "pggit-check-beside");
    thread.setDaemon(true);
    thread.start();
    return beside;
  }

  /** Comes back when the work is done, or has waited for a lock for long; whether it waits. */
  boolean waits() throws SQLException {
    long blockedSince = 0;
    boolean blocked = false;
    long deadline = System.nanoTime() + lab.scale().patience().toNanos();
    while (!task.isDone()
        && !blocked
        && System.nanoTime() < deadline
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(3_000_000);
      boolean now = lab.shared().holds("SELECT cardinality(pg_blocking_pids(?)) > 0", pid);
      blockedSince = now ? (blockedSince == 0 ? System.nanoTime() : blockedSince) : 0;
      blocked = now && System.nanoTime() - blockedSince > LONG_NANOS;
    }
    return blocked;
  }

  /** Ends the work where it waits. */
  void cancel() throws SQLException {
    lab.shared().text("SELECT pg_cancel_backend(?)", pid);
  }

  /** What pgGit makes the work fail with in the end, if it does. */
  Optional<Failure> end() throws SQLException {
    return error().filter(e -> !session.excuses(e)).map(Failure::of);
  }

  private Optional<SQLException> error() throws SQLException {
    try {
      return task.get(lab.scale().patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      cancel();
      throw new SQLException("no end within " + lab.scale().patience(), "57014", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", "57014", e);
    }
  }
}
