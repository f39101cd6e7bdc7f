package pggit.load.protocol;

import java.util.Objects;

/** A named request whose kind is still to be chosen. Immutable. */
public final class Request {

  private final String name;

  Request(String name) {
    this.name = Objects.requireNonNull(name, "name");
    if (name.isBlank()) {
      throw new IllegalArgumentException("a request needs a name");
    }
  }

  /** A pgGit commit on the user's direct connection, or on a pooled one where none is open. */
  public CommitBuilder commit() {
    return new CommitBuilder(name, "main", "load", "load");
  }

  /**
   * Opens a direct connection and keeps it for this user until {@link #disconnect()} or the user's
   * end.
   */
  public RequestBuilder connect() {
    return new RequestBuilder(name, session -> new Work.Connect());
  }

  /** Closes the user's direct connection; KO if there is none. */
  public RequestBuilder disconnect() {
    return new RequestBuilder(name, session -> new Work.Disconnect());
  }

  /**
   * One SQL statement; its rows are read to the end.
   *
   * @param statement Gatling EL; values are pasted as text, so never paste what a user typed
   */
  public RequestBuilder sql(String statement) {
    var expression = Expression.text(statement);
    return new RequestBuilder(name, session -> new Work.Sql(expression.resolve(session)));
  }

  /**
   * Reads a table's version through pgGit. {@code table} is Gatling EL, a bare name in schema
   * {@code public}.
   */
  public RequestBuilder version(String table) {
    var expression = Expression.text(table);
    return new RequestBuilder(name, session -> new Work.Version(expression.resolve(session)));
  }
}
