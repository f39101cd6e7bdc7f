package pggit.load.gate;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import pggit.load.server.SetupException;

/** Threads of the users who commit at once. */
final class DuelUsers implements AutoCloseable {
  private final AtomicInteger number = new AtomicInteger();
  private final ExecutorService threads;

  DuelUsers(int users) {
    threads =
        Executors.newFixedThreadPool(
            users,
            work -> {
              Thread thread = new Thread(work, "pggit-gate-user-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * What users who commit at once got done.
   *
   * @param commits that worked
   * @param nanos from the first to the last
   */
  record Burst(int commits, long nanos) {}

  /** All commit at once, so many times each. */
  Burst burst(List<DuelSession> sessions, int commits) {
    List<Callable<Integer>> work =
        sessions.stream().<Callable<Integer>>map(session -> () -> all(session, commits)).toList();
    int worked = 0;
    long begun = System.nanoTime();
    try {
      for (var done : threads.invokeAll(work)) {
        worked += done.get();
      }
      return new Burst(worked, System.nanoTime() - begun);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SetupException("the gate was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static int all(DuelSession session, int commits) {
    int worked = 0;
    for (int i = 0; i < commits; i++) {
      worked += session.commit(Operation.COMMIT_AT_ONCE).isPresent() ? 1 : 0;
    }
    return worked;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
