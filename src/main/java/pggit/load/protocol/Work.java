package pggit.load.protocol;

/** What one request does, its expressions resolved for one user. */
sealed interface Work {

  /** Whether it is done on a connection that is there already. */
  default boolean needsConnection() {
    return true;
  }

  record Connect() implements Work {
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

  record Commit(String name, String branch, String message) implements Work {}

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
