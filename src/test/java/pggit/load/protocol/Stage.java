package pggit.load.protocol;

import com.zaxxer.hikari.HikariConfig;
import io.gatling.core.action.Action;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import pggit.load.measure.Recorder;
import pggit.load.pggit.Contract;
import pggit.load.pggit.Ledger;
import pggit.load.server.Endpoint;

/** The protocol without Gatling around it, on a database with the least that counts as a pgGit. */
final class Stage implements AutoCloseable {

  private static final String LEAST_PGGIT =
      """
      CREATE SCHEMA IF NOT EXISTS pggit;
      CREATE TABLE IF NOT EXISTS pggit.commits (trinity_id text, branch_name text, message text);
      CREATE OR REPLACE FUNCTION pggit.commit_changes(commit_name text, branch_name text, message text)
      RETURNS text LANGUAGE sql AS $$
        INSERT INTO pggit.commits VALUES (message, branch_name, message) RETURNING message
      $$;
      """;

  final RecordedStats stats = new RecordedStats();
  final Recorder recorder = new Recorder();
  final PgGitComponents components;

  /**
   * @param poolTimeout longest wait for a pooled connection, from 250 ms
   */
  Stage(Endpoint endpoint, int poolSize, Duration poolTimeout) throws SQLException {
    this(endpoint, poolSize, poolTimeout, config -> {});
  }

  /**
   * @param more to be done to the configuration of the pool
   */
  Stage(Endpoint endpoint, int poolSize, Duration poolTimeout, Consumer<HikariConfig> more)
      throws SQLException {
    try (var connection = endpoint.connect();
        var statement = connection.createStatement()) {
      statement.execute(LEAST_PGGIT);
      var config = new HikariConfig();
      config.setJdbcUrl(endpoint.jdbcUrl());
      config.setDataSourceProperties(endpoint.properties());
      config.setMaximumPoolSize(poolSize);
      config.setConnectionTimeout(poolTimeout.toMillis());
      more.accept(config);
      components =
          new PgGitComponents(
              new PgGitProtocol(
                  endpoint,
                  Contract.detect(connection),
                  new Ledger("t"),
                  recorder,
                  new Pool(config),
                  0),
              stats.log());
    }
  }

  Function<Action, Action> request(String name, Work work) {
    return request(name, work, 0);
  }

  Function<Action, Action> request(String name, Work work, long everyNanos) {
    return next -> new RequestAction(name, session -> work, everyNanos, components, next);
  }

  /** A commit of its own on {@code main}. */
  static Work commit(String message) {
    return new Work.Commit("main", message, Work.Entry.STAMPED, Duration.ZERO);
  }

  @Override
  public void close() {
    components.close();
    recorder.close();
  }
}
