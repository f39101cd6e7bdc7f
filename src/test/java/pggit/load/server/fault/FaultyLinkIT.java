package pggit.load.server.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresExtension;
import pggit.load.server.Sql;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultyLinkIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  private FaultyLink link;

  @BeforeEach
  void open() throws Exception {
    link = FaultyLink.to(postgres.database());
    Sql.run(postgres.database(), "CREATE TABLE t (id int)");
  }

  @AfterEach
  void close() {
    link.close();
  }

  @Test
  void passesEverythingUnchangedWhenNothingIsWrong() throws Exception {
    String large = "x".repeat(3_000_000) + "ü🐘";
    try (Connection connection = link.endpoint().connect();
        var statement = connection.prepareStatement("SELECT ?::text")) {
      for (int i = 0; i < 10; i++) { // from the fifth on a named statement
        statement.setString(1, large + i);
        try (var rows = statement.executeQuery()) {
          rows.next();
          assertThat(rows.getString(1)).isEqualTo(large + i);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended", "extendedForPrepared"})
  void losesTheReplyToAStatementThatTookEffect(String mode) throws Exception {
    Endpoint through = link.endpoint().with("preferQueryMode", mode);
    try (Connection connection = through.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO t VALUES (1)");
      link.loseReplyTo(sql -> sql.startsWith("INSERT"));
      statement.execute("SELECT 1");

      assertThatThrownBy(() -> statement.execute("INSERT INTO t VALUES (2)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08006"));
    }

    assertThat(link.lost()).isEqualTo(1);
    assertThat(Sql.text(postgres.database(), "SELECT max(id) FROM t")).isEqualTo("2");
    Sql.run(through, "INSERT INTO t VALUES (3)"); // only one is lost
  }

  @Test
  void losesTheReplyToCommit() throws Exception {
    try (Connection connection = link.endpoint().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO t VALUES (1)");
      link.loseReplyTo("COMMIT"::equals);

      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
    }

    assertThat(Sql.text(postgres.database(), "SELECT count(*) FROM t")).isEqualTo("1");
  }

  @Test
  void losesTheReplyToAPreparedStatementThatTheServerKeeps() throws Exception {
    try (Connection connection = link.endpoint().with("prepareThreshold", "1").connect();
        var statement = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
      for (int i = 1; i <= 3; i++) {
        statement.setInt(1, i);
        statement.executeUpdate();
      }
      link.loseReplyTo(sql -> sql.startsWith("INSERT"));
      statement.setInt(1, 4);

      assertThatThrownBy(statement::executeUpdate).isInstanceOf(SQLException.class);
    }

    assertThat(Sql.text(postgres.database(), "SELECT count(*) FROM t")).isEqualTo("4");
  }

  @Test
  void losesARequestBeforeTheServerHasIt() throws Exception {
    try (Connection connection = link.endpoint().connect();
        Statement statement = connection.createStatement()) {
      link.loseRequest(sql -> sql.startsWith("INSERT"));

      assertThatThrownBy(() -> statement.execute("INSERT INTO t VALUES (1)"))
          .isInstanceOf(SQLException.class);
    }

    assertThat(Sql.text(postgres.database(), "SELECT count(*) FROM t")).isEqualTo("0");
  }

  @Test
  void cutsWhatIsOpenAndAdmitsAnew() throws Exception {
    try (Connection connection = link.endpoint().connect();
        Statement statement = connection.createStatement()) {
      link.cut();

      assertThatThrownBy(() -> statement.execute("SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).startsWith("08"));
    }
    assertThat(Sql.text(link.endpoint(), "SELECT 1")).isEqualTo("1");
  }

  @Test
  void swallowsInSilenceAndGoesOnWhenHealed() throws Exception {
    try (Connection connection = link.endpoint().connect();
        Statement statement = connection.createStatement()) {
      link.blackHole();
      var answer =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return statement.execute("INSERT INTO t VALUES (1)");
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      Awaitility.await()
          .during(Duration.ofMillis(300))
          .untilAsserted(() -> assertThat(answer).isNotDone());
      assertThat(Sql.text(postgres.database(), "SELECT count(*) FROM t")).isEqualTo("0");

      link.heal();

      Awaitility.await().untilAsserted(() -> assertThat(answer).isCompleted());
    }
    assertThat(Sql.text(postgres.database(), "SELECT count(*) FROM t")).isEqualTo("1");
  }

  @Test
  void timesOutInABlackHole() throws Exception {
    try (Connection connection = link.endpoint().with("socketTimeout", "1").connect();
        Statement statement = connection.createStatement()) {
      link.blackHole();

      assertThatThrownBy(() -> statement.execute("SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).startsWith("08"));
    }
  }

  @Test
  void delaysEachAnswerOnce() throws Exception {
    try (Connection connection = link.endpoint().connect();
        Statement statement = connection.createStatement()) {
      link.delayReplies(Duration.ofMillis(100));
      long before = System.nanoTime();
      statement.execute("SELECT 1");
      statement.execute("SELECT 2");

      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isBetween(Duration.ofMillis(200), Duration.ofMillis(900));
    }
  }

  @Test
  void answersTheQuestionForEncryptionWhenAClientAsks() throws Exception {
    Endpoint asking = link.endpoint().with("sslmode", "prefer").with("gssEncMode", "prefer");

    assertThat(Sql.text(asking, "SELECT 1")).isEqualTo("1");
  }
}
