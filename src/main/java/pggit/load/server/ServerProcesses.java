package pggit.load.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
    memory.noteLeftIn(directory.seen(directory.data()));
    memory.noteSaved(directory.sharedMemory());
    all.forEach(memory::noteMapped);
    signal(
        "QUIT",
        all.stream()
            .filter(process -> process.parent().filter(this::contain).isEmpty()) // the postmaster
            .toList());
    signal("CONT", all); // they may be frozen
    boolean none = awaitNone() || kill();
    memory.remove();
    return none;
  }

  /** Ends all of them by force; whether none is left. */
  boolean kill() {
    alive().forEach(ProcessHandle::destroyForcibly);
    return awaitNone();
  }

  /**
   * Sends a signal by its name, such as QUIT, which Java itself cannot, to one process right after
   * the other, in this order.
   *
   * @return whether it could be sent, be it to some that have ended by themselves meanwhile
   */
  static boolean signal(String name, List<ProcessHandle> processes) {
    if (processes.isEmpty()) {
      return true;
    }
    List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -s \"$@\"; :", "sh", name));
    processes.forEach(process -> command.add("" + process.pid()));
    return Command.failure(command).isEmpty();
  }

  boolean contain(ProcessHandle process) {
    return process
        .info()
        .command()
        .orElse("")
        .startsWith(directory.installation().home() + "/bin/");
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
