package pggit.load.pggit;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Commits for tests: through a contract, taken down in a ledger. */
final class Commits {

  private final Connection connection;
  private final Contract contract;
  private final Ledger ledger;

  Commits(Connection connection, Contract contract, Ledger ledger) {
    this.connection = connection;
    this.contract = contract;
    this.ledger = ledger;
  }

  /** Commits on branches b-0 to b-2 by turns. */
  void make(int count, String message) throws SQLException {
    for (int i = 0; i < count; i++) {
      make(ledger.stamp(message, ledger.attempted()), "b-" + ledger.attempted() % 3);
    }
  }

  private void make(String message, String branch) throws SQLException {
    long entry = ledger.intend(branch, message);
    try {
      ledger.acknowledged(entry, commit(connection, contract, "load", branch, message));
    } catch (SQLException e) {
      ledger.failed(entry, String.valueOf(e.getSQLState()));
    }
  }

  static String commit(
      Connection connection, Contract contract, String name, String branch, String message)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(contract.commitSql())) {
      contract.bindCommit(statement, name, branch, message);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  /** Messages of the stored commits with this ID, which is null where none is stored. */
  static List<String> messages(Connection connection, Contract contract, @Nullable String id)
      throws SQLException {
    return Reading.in(
        connection,
        reading -> {
          List<String> messages = new ArrayList<>();
          reading.commits(
              contract.history(),
              row -> {
                if (Objects.equals(row.id(), id)) {
                  messages.add(new String(row.message(), StandardCharsets.UTF_8));
                }
              });
          return messages;
        });
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
