package pggit.load.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same server, reached directly and through PgBouncer. */
class WayInIT {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(10);

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  @Test
  void addsItsLimitToTheOptionsOfTheUser() throws Exception {
    Endpoint users = postgres.database().with("options", "-c lock_timeout=1234 -c work_mem=5MB");

    Endpoint bounded = users.bounded("test", SECOND, LONG);

    assertThat(Sql.text(bounded, "SHOW lock_timeout")).isEqualTo("1234ms");
    assertThat(Sql.text(bounded, "SHOW work_mem")).isEqualTo("5MB");
    assertThat(Sql.text(bounded, "SHOW statement_timeout")).isEqualTo("1s");
  }

  @Test
  void knowsTheServerItself() {
    Endpoint direct = postgres.server().admin();

    assertThat(ExternalServer.connect(direct.jdbcUrl(), direct.login()).admin().way())
        .isEqualTo(WayIn.DIRECT);
  }

  @Test
  void setsTheLimitAfterConnectingThroughAPoolerInSessionMode() throws Exception {
    try (var pooler = pooler("session")) {
      Endpoint admin = pooler.server().admin();

      Endpoint bounded = admin.bounded("test", SECOND, LONG);

      assertThat(admin.way()).isEqualTo(WayIn.SESSIONS);
      assertThat(state(bounded, "SELECT pg_sleep(5)")).isEqualTo("57014");
      assertThat(Sql.text(admin, "SHOW statement_timeout")).isEqualTo("0"); // the next client
    }
  }

  @Test
  void endsStatementsByItselfThroughAPoolerInTransactionMode() throws Exception {
    try (var pooler = pooler("transaction")) {
      Endpoint admin = pooler.server().admin();

      Endpoint bounded = admin.bounded("test", SECOND, LONG);

      assertThat(admin.way()).isEqualTo(WayIn.TRANSACTIONS);
      assertThat(state(bounded, "SELECT pg_sleep(5)")).isEqualTo("08006");
      assertThat(Sql.text(admin, "SHOW statement_timeout")).isEqualTo("0");
    }
  }

  @Test
  void executesAgainAndAgainWhereEachTransactionMayHaveAnotherSession() throws Exception {
    try (var pooler = pooler("transaction")) {
      Endpoint bounded = pooler.server().admin().bounded("test", LONG, LONG);

      try (var first = bounded.connect();
          var second = bounded.connect();
          var one = first.prepareStatement("SELECT ?::int + 1");
          var other = second.prepareStatement("SELECT ?::int + 2")) {
        second.setAutoCommit(false);
        for (int i = 0; i < 20; i++) {
          assertThat(number(one, i)).isEqualTo(i + 1);
          assertThat(number(other, i)).isEqualTo(i + 2);
          assertThat(number(one, i)).isEqualTo(i + 1);
          second.commit();
        }
      }
    }
  }

  @Test
  void leavesTheUserThePreparingOfStatements() throws Exception {
    try (var pooler = pooler("transaction")) {
      var login = postgres.server().admin().login();

      var server = ExternalServer.connect(pooler.url() + "?prepareThreshold=3", login);

      assertThat(server.admin().parameters()).containsEntry("prepareThreshold", "3");
    }
  }

  @Test
  void refusesAPoolerThatMakesNoTransactions() throws Exception {
    try (var pooler = pooler("statement")) {
      assertThatThrownBy(pooler::server)
          .isInstanceOf(SetupException.class)
          .hasMessageContaining("makes no transactions")
          .hasMessageContaining("pggit.url");
    }
  }

  @Test
  void saysThatThePoolerDoesNotTakeTheOptionsOfTheUser() throws Exception {
    try (var pooler = pooler("session")) {
      var login = postgres.server().admin().login();

      assertThatThrownBy(
              () -> ExternalServer.connect(pooler.url() + "?options=-c%20work_mem=5MB", login))
          .isInstanceOf(SetupException.class)
          .hasMessageContaining("pooler")
          .hasMessageContaining("options");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"session", "transaction"})
  void copiesItsDatabaseAlthoughThePoolerKeepsSessionsInIt(String mode) throws Exception {
    try (var pooler = pooler(mode)) {
      var server = pooler.server();
      try (var original = ScratchDatabase.create(server)) {
        Sql.run(original.endpoint(), "CREATE TABLE t AS SELECT 42 AS answer");

        try (var copy = ScratchDatabase.copyOf(server, original.endpoint().database())) {
          assertThat(Sql.text(copy.endpoint(), "SELECT answer FROM t")).isEqualTo("42");
        }
      }
    }
  }

  @Test
  void namesTheRemedyWhereThePoolerDoesNotLeadToANewDatabase() throws Exception {
    var known = postgres.database().database();
    try (var pooler = PgBouncer.start(postgres.database(), "transaction", known)) {
      var server = pooler.server();

      assertThatThrownBy(() -> ScratchDatabase.create(server))
          .isInstanceOf(SetupException.class)
          .hasMessageContaining("* = host=")
          .hasMessageContaining("pggit.database");
    }
    assertThat(
            Sql.text(
                postgres.database(),
                "SELECT count(*) FROM pg_database WHERE datname LIKE 'pggit\\_load\\_%' AND datname <> '"
                    + known
                    + "'"))
        .isEqualTo("0");
  }

  private static PgBouncer pooler(String mode) throws IOException {
    return PgBouncer.start(postgres.database(), mode, "*");
  }

  private static int number(PreparedStatement statement, int parameter) throws SQLException {
    statement.setInt(1, parameter);
    try (var row = statement.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  private static String state(Endpoint endpoint, String sql) throws SQLException {
    try (Connection connection = endpoint.connect();
        var statement = connection.createStatement()) {
      return catchThrowableOfType(SQLException.class, () -> statement.execute(sql)).getSQLState();
    }
  }
}
