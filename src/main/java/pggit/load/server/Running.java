package pggit.load.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that has to go when the server goes: its processes and its directory, on close or at the end
 * of the JVM (normal end, exception, SIGINT, SIGTERM), whichever is first. Begins before anything
 * exists, so that a server half started goes too.
 */
final class Running implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Running.class);

  private final ServerDirectory directory;
  private final Launcher launcher;
  private final List<AutoCloseable> onStop = new ArrayList<>();
  private final Thread atExit = new Thread(this::stopAndDelete, "pggit-server-exit");

  private Running(ServerDirectory directory, Launcher launcher) {
    this.directory = directory;
    this.launcher = launcher;
  }

  static Running begin(TempArea area) {
    try {
      ServerDirectory directory = ServerDirectory.create(area);
      Running running = new Running(directory, Launcher.forOwnerOf(directory.root()));
      Runtime.getRuntime().addShutdownHook(running.atExit);
      return running;
    } catch (IOException e) {
      throw StartFailure.of(e, area.servers());
    }
  }

  ServerDirectory directory() {
    return directory;
  }

  Launcher launcher() {
    return launcher;
  }

  /** Has something closed when the processes have ended, before the directory is deleted. */
  synchronized void onStop(AutoCloseable resource) {
    onStop.add(resource);
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
    ServerProcesses processes = new ServerProcesses(directory);
    launcher.forbid(processes);
    try {
      boolean stopped = processes.stop();
      closeResources();
      if (stopped) {
        directory.delete();
      } else {
        log.warn("Processes of the embedded PostgreSQL do not end; left alone: {}", directory);
      }
    } catch (IOException e) {
      log.warn("Could not delete {}: {}", directory, e.toString());
    }
  }

  private void closeResources() {
    for (AutoCloseable resource : onStop) {
      try {
        resource.close();
      } catch (Exception e) { // the directory has to go all the same
        log.warn("Could not close {}: {}", resource, e.toString());
      }
    }
    onStop.clear();
  }
}
