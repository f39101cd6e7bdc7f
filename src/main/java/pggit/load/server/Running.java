package pggit.load.server;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that has to go when the server goes: its processes and its directory, on close or at the end
 * of the JVM (normal end, exception, SIGINT, SIGTERM), whichever is first. Begins before anything
 * exists, so that a server half started goes too.
 */
final class Running implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Running.class);

  private static final String ENDING = "the JVM is ending";

  private final ServerDirectory directory;
  private final Launcher launcher;
  private AutoCloseable resource = () -> {};
  private final AtExit atExit;
  private boolean gone;

  private Running(ServerDirectory directory, Launcher launcher, AtExit atExit) {
    this.directory = directory;
    this.launcher = launcher;
    this.atExit = atExit;
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
      running = new Running(directory, Launcher.forOwnerOf(directory.root()), this);
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

  Launcher launcher() {
    return launcher;
  }

  /**
   * What is started from now on is started in there; it is closed when the processes have ended.
   */
  synchronized void enter(Enclosure enclosure) {
    resource = enclosure.resource();
    directory.seeThrough(enclosure.view());
    if (!enclosure.entry().isEmpty()) {
      launcher.behind(enclosure.entry());
    }
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
    launcher.forbid(processes);
    try {
      boolean stopped = processes.stop();
      closeEnclosure();
      if (stopped) {
        directory.delete();
      } else {
        log.warn("Processes of the embedded PostgreSQL do not end; left alone: {}", directory);
      }
    } catch (IOException e) {
      log.warn("Could not delete {}: {}", directory, e.toString());
    }
  }

  private void closeEnclosure() {
    try {
      resource.close(); // may come twice
    } catch (Exception e) { // the directory has to go all the same
      log.warn("Could not close {}: {}", resource, e.toString());
    }
  }
}
