package pggit.load.duel;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import pggit.load.server.SetupException;

/** Threads of the users who commit at once. */
final class Crowd implements AutoCloseable {
  private final ExecutorService threads;

  Crowd(int users) {
    AtomicInteger number = new AtomicInteger();
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
   * All visitors commit at once, so many times each.
   *
   * @return from the first to the last, in ns
   */
  long burst(List<Visitor> visitors, int commits) {
    List<Callable<Boolean>> work =
        visitors.stream().<Callable<Boolean>>map(visitor -> () -> all(visitor, commits)).toList();
    long begun = System.nanoTime();
    try {
      for (var done : threads.invokeAll(work)) {
        done.get();
      }
      return System.nanoTime() - begun;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SetupException("the gate was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static boolean all(Visitor visitor, int commits) {
    for (int i = 0; i < commits; i++) {
      visitor.commit();
    }
    return true;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
