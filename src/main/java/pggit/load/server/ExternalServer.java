package pggit.load.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** A running PostgreSQL that somebody else looks after. */
public final class ExternalServer implements PostgresServer {

  private final Endpoint admin;
  private final ServerFacts facts;

  private ExternalServer(Endpoint admin, ServerFacts facts) {
    this.admin = admin;
    this.facts = facts;
  }

  public static ExternalServer connect(String jdbcUrl, Login login) {
    java.net.URI uri = java.net.URI.create(jdbcUrl.substring("jdbc:".length()));
    Endpoint admin =
        new Endpoint(uri.getHost(), uri.getPort(), uri.getPath().substring(1), login, Map.of());
    try (Connection connection = admin.connect()) {
      return new ExternalServer(admin, ServerFacts.read(connection));
    } catch (SQLException e) {
      throw new SetupException(admin.jdbcUrl() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Endpoint admin() {
    return admin;
  }

  @Override
  public boolean embedded() {
    return false;
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

  @Override
  public void close() {}
}
