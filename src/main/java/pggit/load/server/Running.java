package pggit.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that has to go when the server goes: its processes and its directory, on close or at the end
 * of the JVM (normal end, exception, SIGINT, SIGTERM), whichever is first. Begins before anything
 * exists, so that a server half started goes too; once that has begun nothing more is started.
 *
 * <p>The server's programs are run behind a prefix. PostgreSQL refuses to run as root or as
 * somebody whom the system has no name for; both run it in a user namespace of its own, where it is
 * nobody and still owns its files. Every prefix must replace itself by the program ({@code exec}),
 * so that the process we hold is PostgreSQL itself.
 */
final class Running implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Running.class);

  private static final String ENDING = "the embedded server was closed while it started";

  private final ServerDirectory directory;
  private final AtExit atExit;
  private final List<Process> started = new ArrayList<>();
  private List<String> prefix;
  private Enclosure enclosure = Enclosure.NONE;
  private boolean gone;

  private Running(ServerDirectory directory, AtExit atExit) throws IOException {
    this.directory = directory;
    this.atExit = atExit;
    prefix = prefixFor(directory.root());
  }

  /** For programs that are to work in a directory of ours. */
  static List<String> prefixFor(Path directory) throws IOException {
    boolean root = Files.getAttribute(directory, "unix:uid").equals(0);
    return root || TempArea.isNameless() ? List.of("unshare", "-U") : List.of();
  }

  static Running begin(TempArea area) {
    AtExit atExit = new AtExit();
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      return atExit.begin(area);
    } catch (IOException e) {
      throw StartFailure.of(e, area.servers());
    }
  }

  /**
   * Stops and deletes servers whose JVM was killed before it could. What cannot be cleaned up is
   * told and left: a new server does not need it gone.
   */
  static void cleanUpOrphans(TempArea area) {
    try {
      for (ServerDirectory orphan : ServerDirectory.takeOrphans(area)) {
        if (new ServerProcesses(orphan).stop()) {
          orphan.delete();
          log.info("Cleaned up after a run that was killed: {}", orphan);
        } else {
          log.warn("Processes of a killed run do not end; left alone: {}", orphan);
        }
      }
    } catch (IOException e) {
      log.warn("Could not clean up after a killed run: {}", e.toString());
    }
  }

  /** Stands ready before there is a directory: whoever ends the JVM while it is made waits here. */
  private static final class AtExit extends Thread {
    private @Nullable Running running;
    private boolean ended;

    AtExit() {
      super("pggit-server-exit");
    }

    synchronized Running begin(TempArea area) throws IOException {
      if (ended) {
        throw new IllegalStateException(ENDING);
      }
      ServerDirectory directory = ServerDirectory.create(area);
      running = new Running(directory, this);
      return running;
    }

    @Override
    public synchronized void run() {
      ended = true;
      if (running != null) {
        running.stopAndDelete();
      }
    }
  }

  /** Something that creates directories. */
  interface Making {
    void make() throws IOException;
  }

  /**
   * Makes something in the directory that would make the directory itself, if it were gone.
   *
   * @throws IllegalStateException if it is, since the JVM is ending
   */
  synchronized void making(Making making) throws IOException {
    if (gone) {
      throw new IllegalStateException(ENDING);
    }
    making.make();
  }

  ServerDirectory directory() {
    return directory;
  }

  /** Starts a program whose output goes to the end of the log; it ends when told to. */
  synchronized Process start(Path log, List<String> command) throws IOException {
    if (gone) {
      throw new IllegalStateException(ENDING);
    }
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(whole);
    // Messages in English, which we read, and nothing that PG* variables would silently set.
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
    environment.put("LC_ALL", "C");
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    process.getOutputStream().close();
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

  /**
   * What is started from now on is started in there; it is closed when the processes have ended.
   */
  synchronized void enter(Enclosure limits) {
    enclosure = limits;
    directory.seeThrough(limits.view());
    if (!limits.entry().isEmpty()) {
      prefix = limits.entry();
    }
  }

  synchronized Enclosure enclosure() {
    return enclosure;
  }

  @Override
  public void close() {
    stopAndDelete();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending; the hook finds nothing to do.
    }
  }

  /** Whoever comes second waits here for the first: the JVM must not end in the middle. */
  private synchronized void stopAndDelete() {
    gone = true;
    ServerProcesses processes = new ServerProcesses(directory);
    started.stream()
        .filter(process -> !processes.contain(process.toHandle())) // initdb, or still the prefix
        .forEach(Process::destroyForcibly);
    try {
      boolean stopped = processes.stop();
      closeResource();
      if (stopped) {
        directory.delete();
      } else {
        log.warn("Processes of the embedded PostgreSQL do not end; left alone: {}", directory);
      }
    } catch (IOException e) {
      log.warn("Could not delete {}: {}", directory, e.toString());
    }
  }

  private void closeResource() {
    try {
      enclosure.resource().close(); // may come twice
    } catch (Exception e) { // the directory has to go all the same
      log.warn("Could not close {}: {}", enclosure.resource(), e.toString());
    }
  }
}
