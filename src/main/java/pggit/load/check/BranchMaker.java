package pggit.load.check;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes each branch of a database once, before the first commit on it. Any threads may call. */
final class BranchMaker implements Consumer<String> {

  private static final Logger LOG = LoggerFactory.getLogger(BranchMaker.class);

  /** Gives a session that is outside of a transaction. */
  interface Sessions {
    Session get() throws SQLException;
  }

  private final Branching branching;
  private final Sessions sessions;
  private final Set<String> made = ConcurrentHashMap.newKeySet();

  BranchMaker(Branching branching, Sessions sessions) {
    this.branching = branching;
    this.sessions = sessions;
  }

  /** What cannot be made is not made: then the commit tells. */
  @Override
  public synchronized void accept(String branch) {
    if (made.add(branch)) {
      try {
        sessions.get().call(branching.sql(), branch);
      } catch (SQLException e) {
        LOG.debug("branch {} could not be made", branch, e);
      }
    }
  }
}
