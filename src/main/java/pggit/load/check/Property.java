package pggit.load.check;

import java.util.Optional;
import pggit.load.measure.Severity;

/**
 * One thing that pgGit should do.
 *
 * @param name the property, as the verdict says it
 * @param needsCommits whether it makes no sense where plain commits fail
 * @param severity how grave it is if it does not hold, where that is not as for its family
 */
record Property(
    String name, boolean needsCommits, Optional<Severity> severity, Examination examination) {

  /** Finds out; an {@link java.sql.SQLException} that comes out of it was not expected. */
  interface Examination {
    Answer examine(Lab lab) throws Exception;
  }
}
