package pggit.load.server;

import java.util.Map;

/** A PostgreSQL that answered a query when this was made. */
public interface PostgresServer extends AutoCloseable {

  /**
   * The harness's own login and its maintenance database, {@code postgres} on the embedded server
   * and the database of the URL on an external one.
   */
  Endpoint admin();

  /** Whether the server is ours, so that a run may do to it what it likes. */
  boolean embedded();

  /** Such as {@code 17.11}. */
  default String version() {
    return facts().version();
  }

  /** PostgreSQL's {@code server_version_num}, such as 170011. */
  default int versionNumber() {
    return facts().versionNumber();
  }

  /**
   * What the server itself said to {@code SHOW} at the start, by setting name: {@code fsync},
   * {@code synchronous_commit}, {@code max_connections}, {@code superuser_reserved_connections},
   * {@code shared_buffers}, {@code server_version} and others; {@code data_directory} only where
   * the role may see it.
   */
  default Map<String, String> settings() {
    return facts().settings();
  }

  /** What the server said about itself at the start. */
  ServerFacts facts();

  /** Lets go of the server; the embedded one is stopped and deleted. May come twice. */
  @Override
  void close();
}
