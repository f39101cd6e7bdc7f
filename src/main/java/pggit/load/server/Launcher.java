package pggit.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the server's programs, each behind a prefix. PostgreSQL refuses to run as root or as
 * somebody whom the system has no name for; both run it in a user namespace of its own, where it is
 * nobody and still owns its files. Every prefix must replace itself by the program ({@code exec}),
 * so that the process we hold is PostgreSQL itself.
 *
 * <p>The shutdown hook may come while another thread is still starting the server; so it first
 * forbids that anything more is started.
 */
final class Launcher {

  private final List<Process> started = new ArrayList<>();
  private List<String> prefix;
  private boolean forbidden;

  private Launcher(List<String> prefix) {
    this.prefix = List.copyOf(prefix);
  }

  /** A launcher for programs that are to work in directories owned as {@code sample} is. */
  static Launcher forOwnerOf(Path sample) throws IOException {
    Object uid = Files.getAttribute(sample, "unix:uid");
    boolean asNobody = uid.equals(0) || TempArea.isNameless();
    return new Launcher(asNobody ? List.of("unshare", "-U") : List.of());
  }

  /** From now on, programs are started behind another prefix. */
  synchronized void behind(List<String> newPrefix) {
    prefix = List.copyOf(newPrefix);
  }

  /** Starts a program whose output goes to the end of the log; it ends when told to. */
  synchronized Process start(Path log, List<String> command) throws IOException {
    if (forbidden) {
      throw new IllegalStateException("the embedded server was closed while it started");
    }
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(whole);
    clean(builder.environment());
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process.getOutputStream().close();
    started.removeIf(earlier -> !earlier.isAlive());
    started.add(process);
    return process;
  }

  /**
   * Runs a program to its end.
   *
   * @return its exit code
   * @throws SetupException if it takes longer than the limit; it is killed then
   */
  int run(Path log, Duration limit, List<String> command) throws IOException {
    Process process = start(log, command);
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SetupException("interrupted while " + command.get(0) + " ran", e);
    } finally {
      process.destroyForcibly();
    }
    throw StartFailure.of(
        command.get(0) + " did not end within " + limit.toSeconds() + " s",
        StartFailure.read(log),
        log);
  }

  /** From now on nothing can be started; what has not become one of the server's own is killed. */
  synchronized void forbid(ServerProcesses own) {
    forbidden = true;
    started.stream()
        .filter(process -> process.isAlive() && !own.contain(process.toHandle()))
        .forEach(Process::destroyForcibly);
  }

  /** Messages in English, which we read, and nothing that PG* variables would silently set. */
  private static void clean(Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
    environment.put("LC_ALL", "C");
  }
}
