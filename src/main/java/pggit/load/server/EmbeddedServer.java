package pggit.load.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** PostgreSQL of our own. */
public final class EmbeddedServer implements PostgresServer {

  private final EmbeddedPostgres postgres;
  private final Endpoint admin;
  private final ServerFacts facts;

  private EmbeddedServer(EmbeddedPostgres postgres) throws SQLException {
    this.postgres = postgres;
    this.admin =
        new Endpoint(
            "127.0.0.1",
            postgres.getPort(),
            "postgres",
            new Login("postgres", Secret.none()),
            Map.of());
    try (Connection connection = admin.connect()) {
      this.facts = ServerFacts.read(connection);
    }
  }

  public static EmbeddedServer start(EmbeddedSpec spec) {
    try {
      return new EmbeddedServer(
          EmbeddedPostgres.builder()
              .setPort(spec.port())
              .setServerConfig("max_connections", "" + spec.maxConnections())
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("fsync", "on")
              .start());
    } catch (IOException | SQLException e) {
      throw new SetupException("embedded PostgreSQL did not start: " + e.getMessage(), e);
    }
  }

  @Override
  public Endpoint admin() {
    return admin;
  }

  @Override
  public boolean embedded() {
    return true;
  }

  @Override
  public String version() {
    return facts.version();
  }

  @Override
  public int versionNumber() {
    return facts.versionNumber();
  }

  @Override
  public Map<String, String> settings() {
    return facts.settings();
  }

  public Path dataDirectory() {
    return Path.of(facts.settings().getOrDefault("data_directory", ""));
  }

  public long postmasterPid() {
    return 0;
  }

  public Path shareDirectory() {
    try (Connection connection = admin.connect();
        var rows =
            connection
                .createStatement()
                .executeQuery("SELECT setting FROM pg_config WHERE name = 'SHAREDIR'")) {
      rows.next();
      return Path.of(rows.getString(1));
    } catch (SQLException e) {
      throw new SetupException("no SHAREDIR: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
