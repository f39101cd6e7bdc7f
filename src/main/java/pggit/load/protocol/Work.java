package pggit.load.protocol;

/** What one request does, its expressions resolved for one user. */
sealed interface Work {

  record Connect() implements Work {}

  record Disconnect() implements Work {}

  record Sql(String statement) implements Work {}

  record Version(String table) implements Work {}

  record Commit(String name, String branch, String message) implements Work {}
}
