package pggit.load.bench;

import com.zaxxer.hikari.HikariConfig;
import java.sql.SQLException;
import java.time.Duration;
import pggit.load.measure.Recorder;
import pggit.load.measure.Tally;
import pggit.load.protocol.PgGitProtocol;
import pggit.load.protocol.Pool;
import pggit.load.server.Endpoint;
import pggit.load.target.Contract;
import pggit.load.target.Ledger;

/** Pool and protocol as a run has them, without the run around them. */
final class BenchProtocol {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private BenchProtocol() {}

  static PgGitProtocol of(Endpoint endpoint, Recorder recorder, HikariConfig pool) {
    Contract contract;
    try (var connection = endpoint.connect()) {
      contract = Contract.detect(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("the database of the benchmark does not answer", e);
    }
    return new PgGitProtocol(
        endpoint,
        contract,
        new Ledger("bench"),
        recorder,
        new Tally.Book(),
        new Pool(() -> pool),
        TIMEOUT,
        0);
  }

  static HikariConfig pool(Endpoint endpoint, int size) {
    var config = new HikariConfig();
    config.setJdbcUrl(endpoint.jdbcUrl());
    config.setDataSourceProperties(endpoint.properties());
    config.setMaximumPoolSize(size);
    return config;
  }
}
