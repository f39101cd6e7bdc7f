package pggit.load.protocol;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * What is to be told to Gatling, told many at a time: each message wakes two of Gatling's actors,
 * which costs as much as the request it is about, unless they are awake already. Anybody may add;
 * the daemon thread {@code pggit-gatling-log} tells every few milliseconds, and {@link #flush} at
 * once.
 */
final class LogBatch implements AutoCloseable {

  private static final long PERIOD_NANOS = 10_000_000;

  private final Queue<GatlingLog.Response> responses = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::run, "pggit-gatling-log");
  private volatile boolean closed;

  LogBatch() {
    thread.setDaemon(true);
    thread.start();
  }

  void add(GatlingLog.Response response) {
    responses.add(response);
  }

  /** Returns when all has been told that was added before. */
  synchronized void flush() {
    for (var response = responses.poll(); response != null; response = responses.poll()) {
      response.tell();
    }
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(PERIOD_NANOS);
      flush();
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    flush();
  }
}
