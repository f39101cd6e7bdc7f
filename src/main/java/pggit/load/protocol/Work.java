package pggit.load.protocol;

import java.time.Duration;
import java.util.Optional;

/** What one request does, its expressions resolved for one user. */
sealed interface Work {

  /** Whether it is done on a connection that is there already. */
  default boolean needsConnection() {
    return true;
  }

  /**
   * @param database empty for the one of the protocol
   */
  record Connect(Optional<String> database) implements Work {
    Connect() {
      this(Optional.empty());
    }

    @Override
    public boolean needsConnection() {
      return false;
    }
  }

  record Disconnect() implements Work {
    @Override
    public boolean needsConnection() {
      return false;
    }
  }

  /**
   * @param fixed the same text for every user and every time, and one that can be prepared
   */
  record Sql(String statement, boolean fixed) implements Work {
    Sql(String statement) {
      this(statement, false);
    }
  }

  record Version(String table) implements Work {}

  /** What is written down about a commit. */
  enum Entry {
    /** Its message gets a stamp, so that it can be told from every other. */
    STAMPED,
    /** Its message is sent as it is, and several commits may have the same. */
    UNSTAMPED,
    /** It is stamped, but to be rolled back: no trace of it may be stored. */
    UNDONE
  }

  /**
   * @param hold how long its transaction stays open after it; zero: it commits by itself
   */
  record Commit(String name, String branch, String message, Entry entry, Duration hold)
      implements Work {
    Commit(String name, String branch, String message) {
      this(name, branch, message, Entry.STAMPED, Duration.ZERO);
    }

    boolean isHeld() {
      return !hold.isZero();
    }
  }

  /** Takes a pooled connection and never gives it back. */
  record Leak() implements Work {}

  /** Takes the leaked connections away from those who keep them. */
  record Evict() implements Work {
    @Override
    public boolean needsConnection() {
      return false;
    }
  }
}
