package pggit.load.protocol;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** A named request whose kind is still to be chosen. Immutable. */
public final class Request {

  /** Neither EL nor what the driver would take for a parameter. */
  private static final Pattern FIXED =
      Pattern.compile("(?is)\\s*(SELECT|INSERT|UPDATE|DELETE|VALUES|WITH)\\b[^?#]*");

  private final String name;

  Request(String name) {
    this.name = Objects.requireNonNull(name, "name");
    if (name.isBlank()) {
      throw new IllegalArgumentException("a request needs a name");
    }
  }

  /** A pgGit commit on the user's direct connection, or on a pooled one where none is open. */
  public CommitBuilder commit() {
    return new CommitBuilder(name);
  }

  /**
   * Opens a direct connection and keeps it for this user until {@link #disconnect()} or the user's
   * end.
   */
  public RequestBuilder connect() {
    return new RequestBuilder(name, session -> new Work.Connect(Optional.empty()));
  }

  /**
   * The same to another database of the server.
   *
   * @param database asked for its name when the user connects
   */
  public RequestBuilder connect(Supplier<String> database) {
    return new RequestBuilder(name, session -> new Work.Connect(Optional.of(database.get())));
  }

  /** Closes the user's direct connection; KO if there is none. */
  public RequestBuilder disconnect() {
    return new RequestBuilder(name, session -> new Work.Disconnect());
  }

  /**
   * Takes a connection from the pool, begins a transaction on it, and never gives it back: the user
   * goes on, the connection stays out until {@link Pool#evictLeaked} or the end of the run.
   */
  public RequestBuilder leak() {
    return new RequestBuilder(name, session -> new Work.Leak());
  }

  /**
   * A statement that is known only once the run is under way, prepared once on each connection.
   *
   * @param statement a query or change of data without question marks
   */
  public RequestBuilder sql(Supplier<String> statement) {
    return new RequestBuilder(name, session -> new Work.Sql(statement.get(), true));
  }

  /**
   * One SQL statement; its rows are read to the end. A query or change of data without EL and
   * without question marks is prepared once on each connection.
   *
   * @param statement Gatling EL; values are pasted as text, so never paste what a user typed
   */
  public RequestBuilder sql(String statement) {
    if (FIXED.matcher(statement).matches()) {
      var fixed = new Work.Sql(statement, true);
      return new RequestBuilder(name, session -> fixed);
    }
    var expression = Expression.text(statement);
    return new RequestBuilder(name, session -> new Work.Sql(expression.apply(session), false));
  }

  /**
   * Reads a table's version through pgGit. {@code table} is Gatling EL, a bare name in schema
   * {@code public}.
   */
  public RequestBuilder version(String table) {
    var expression = Expression.text(table);
    return new RequestBuilder(name, session -> new Work.Version(expression.apply(session)));
  }
}
