package pggit.load.server;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The processes of one server, wherever they came from: those whose program file lies in the
 * server's own directory. The kernel tells, so a process ID that another program has by now is
 * never met.
 */
record ServerProcesses(ServerDirectory directory) {

  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(5);

  List<ProcessHandle> alive() {
    return ProcessHandle.allProcesses().filter(this::contain).toList();
  }

  /**
   * Stops all of them without a checkpoint, since their data is to be deleted: first as PostgreSQL
   * wants it, so that shared memory is given back, then by force.
   *
   * @return whether none is left
   */
  boolean stop() {
    List<ProcessHandle> all = alive();
    SharedMemory memory = new SharedMemory();
    memory.noteLeftIn(directory.data());
    memory.noteSaved(directory.sharedMemory());
    all.forEach(memory::noteMapped);
    all.stream()
        .filter(process -> process.parent().filter(this::contain).isEmpty()) // the postmaster
        .forEach(
            postmaster -> {
              signal("QUIT", postmaster);
              signal("CONT", postmaster); // it may be frozen
            });
    if (!awaitNone()) {
      alive().forEach(ProcessHandle::destroyForcibly);
    }
    boolean none = awaitNone();
    memory.remove();
    return none;
  }

  /** Sends a signal by its name, such as QUIT, which Java itself cannot. */
  static void signal(String name, ProcessHandle process) {
    try {
      new ProcessBuilder("sh", "-c", "kill -s \"$1\" \"$2\"", "sh", name, "" + process.pid())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      throw new IllegalStateException("cannot send SIG" + name + " to " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean contain(ProcessHandle process) {
    return process.info().command().orElse("").startsWith(directory.home() + "/bin/");
  }

  /** Waits to the end even when interrupted: a server left running is worse than a late exit. */
  private boolean awaitNone() {
    long deadline = System.nanoTime() + GRACE.toNanos();
    boolean interrupted = false;
    boolean none = alive().isEmpty();
    while (!none && System.nanoTime() < deadline) {
      try {
        Thread.sleep(POLL.toMillis());
      } catch (InterruptedException e) {
        interrupted = true;
      }
      none = alive().isEmpty();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return none;
  }
}
