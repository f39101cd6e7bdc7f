package pggit.load.server;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Servers whose JVM was killed before it could stop them. */
final class Orphans {

  private static final Logger log = LoggerFactory.getLogger(Orphans.class);

  private Orphans() {}

  /**
   * Stops and deletes them. What cannot be cleaned up is told and left: a new server does not need
   * it gone.
   */
  static void cleanUp(TempArea area) {
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
}
