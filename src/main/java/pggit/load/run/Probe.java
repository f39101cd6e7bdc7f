package pggit.load.run;

import java.sql.SQLException;
import java.util.Optional;
import pggit.load.server.Endpoint;
import pggit.load.target.Contract;

/** A commit that is rolled back: may this login commit at all? */
final class Probe {

  private Probe() {}

  /** Empty if the commit went through, else the error in one line. */
  static Optional<String> commit(Endpoint endpoint, Contract contract) {
    try (var connection = endpoint.connect()) {
      connection.setAutoCommit(false);
      try (var statement = connection.prepareStatement(contract.commitSql())) {
        contract.bindCommit(statement, "probe", "pggit-load-probe", "probe");
        statement.executeQuery().close();
        return Optional.empty();
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      return Optional.of(
          e.getSQLState() + " " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }
}
