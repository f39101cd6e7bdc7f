package pggit.load.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A database of our own on a server, dropped on close, connections to it or not. */
public final class ScratchDatabase implements AutoCloseable {

  private final Endpoint admin;
  private final Endpoint endpoint;

  private ScratchDatabase(Endpoint admin, String name) {
    this.admin = admin;
    this.endpoint = admin.withDatabase(name);
  }

  public static ScratchDatabase create(PostgresServer server) {
    String name = "pggit_load_" + UUID.randomUUID().toString().replace("-", "");
    try (Connection connection = server.admin().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new SetupException("cannot create database " + name + ": " + e.getMessage(), e);
    }
    return new ScratchDatabase(server.admin(), name);
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    try (Connection connection = admin.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + endpoint.database() + " WITH (FORCE)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
