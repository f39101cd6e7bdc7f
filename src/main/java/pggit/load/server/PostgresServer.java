package pggit.load.server;

/** A PostgreSQL that answered a query when this was made. */
public interface PostgresServer extends AutoCloseable {

  /**
   * The harness's own login and its maintenance database, {@code postgres} on the embedded server
   * and the database of the URL on an external one.
   */
  Endpoint admin();

  /** Whether the server is ours, so that a run may do to it what it likes. */
  boolean embedded();

  /** What the server said about itself at the start. */
  ServerFacts facts();

  /** Lets go of the server; the embedded one is stopped and deleted. May come twice. */
  @Override
  void close();
}
