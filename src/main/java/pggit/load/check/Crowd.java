package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Several sessions that start at the same instant. */
final class Crowd {

  /** What one of them does. */
  interface Work<T> {
    T run(int number, Session session) throws SQLException;
  }

  /**
   * What came of one.
   *
   * @param value null if it failed
   * @param failure null if it did not
   */
  record Result<T>(@Nullable T value, @Nullable Failure failure) {}

  private Crowd() {}

  /** Lets each session do its work on a thread of its own; returns when all are through. */
  static <T> List<Result<T>> atOnce(List<Session> sessions, Work<T> work)
      throws InterruptedException, SQLException, CannotTell {
    var line = new CyclicBarrier(sessions.size());
    var threads =
        Executors.newFixedThreadPool(
            sessions.size(),
            task -> {
              var thread = new Thread(task, "pggit-check-crowd");
              thread.setDaemon(true);
              return thread;
            });
    try {
      var futures = new ArrayList<Future<Result<T>>>();
      for (int i = 0; i < sessions.size(); i++) {
        int number = i;
        var session = sessions.get(number).onceOnly();
        futures.add(threads.submit(() -> one(line, number, session, work)));
      }
      var results = new ArrayList<Result<T>>();
      for (var future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CannotTell reason) {
        throw reason;
      }
      throw new SQLException("a session of the crowd: " + e.getCause(), "XX000", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** How many failed, by kind of failure. */
  static <T> Map<Failure, Integer> failures(List<Result<T>> results) {
    var failures = new LinkedHashMap<Failure, Integer>();
    for (var result : results) {
      if (result.failure() != null) {
        failures.merge(result.failure(), 1, Integer::sum);
      }
    }
    return failures;
  }

  private static <T> Result<T> one(CyclicBarrier line, int number, Session session, Work<T> work)
      throws InterruptedException, BrokenBarrierException, TimeoutException, CannotTell {
    line.await(30, TimeUnit.SECONDS);
    try {
      return new Result<>(work.run(number, session), null);
    } catch (SQLException e) {
      if (session.excuses(e)) {
        throw new CannotTell("a statement of the check fails without pgGit too: " + Failure.of(e));
      }
      return new Result<>(null, Failure.of(e));
    }
  }
}
