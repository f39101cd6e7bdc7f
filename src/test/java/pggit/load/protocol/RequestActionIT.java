package pggit.load.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pggit.load.measure.Part;
import pggit.load.measure.Recorder;
import pggit.load.pggit.Contract;
import pggit.load.pggit.Ledger;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresExtension;

class RequestActionIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  private static final String SCHEMA =
      """
      CREATE SCHEMA pggit;
      CREATE TABLE pggit.commits (trinity_id text, branch_name text, message text);
      CREATE FUNCTION pggit.commit_changes(commit_name text, branch_name text, message text)
      RETURNS text LANGUAGE plpgsql AS $$
      BEGIN
        IF message LIKE '%secret%' THEN
          RAISE EXCEPTION 'no commit for "%"', message USING ERRCODE = '53100';
        END IF;
        INSERT INTO pggit.commits VALUES (commit_name, branch_name, message);
        RETURN commit_name;
      END $$;
      """;

  private final RecordedStats stats = new RecordedStats();
  private final Ledger ledger = new Ledger("t");
  private final Recorder recorder = new Recorder();
  private final OneUser user = new OneUser();
  private PgGitComponents components;

  @BeforeEach
  void installSmallPgGit() throws SQLException {
    try (var connection = postgres.database().connect();
        var statement = connection.createStatement()) {
      statement.execute(SCHEMA);
      components = components(postgres.database(), Contract.detect(connection));
    }
    recorder.phase("test", true);
  }

  @AfterEach
  void close() {
    components.close();
    recorder.close();
    user.close();
  }

  @Test
  void failedCommitIsKoWithSqlStateFirstAndWithoutParameterValues() throws InterruptedException {
    var after = user.does(request("commit", Stage.commit("secret plans")));

    assertThat(stats.entries()).hasSize(1);
    var entry = stats.entries().get(0);
    assertThat(entry.status()).isEqualTo("KO");
    assertThat(entry.code()).isEqualTo("53100");
    assertThat(entry.message()).startsWith("53100 no commit for").doesNotContain("secret");
    assertThat(after.isFailed()).isTrue();
    assertThat(ledger.failed()).isEqualTo(1);
    assertThat(recorder.tally("commit").failures()).containsEntry("53100", 1L);
    assertThat(recorder.errors()).extracting("sqlState").containsExactly("53100");
  }

  @Test
  void lostConnectionLeavesTheCommitInDoubt() throws Exception {
    user.does(request("connect", new Work.Connect(Optional.empty())));
    terminateEverybodyElse();

    user.does(request("commit", Stage.commit("m")));

    assertThat(ledger.inDoubt()).isEqualTo(1);
    assertThat(ledger.failed()).isZero();
  }

  @Test
  void unresolvedExpressionCrashesTheRequestAndTheUserGoesOn() throws InterruptedException {
    var branch = Expression.text("#{nowhere}");

    var after = user.does(action("commit", session -> new Work.Sql(branch.apply(session), false)));

    assertThat(stats.entries()).extracting("status").containsExactly("CRASH");
    assertThat(after.isFailed()).isTrue();
  }

  @Test
  void refusedConnectionIsKoAndNoLaterRequestPretendsToHaveIt() throws InterruptedException {
    var dead = new Endpoint("127.0.0.1", 1, "x", postgres.database().login(), Map.of());
    components.close();
    components = components(dead, components.protocol.contract());

    var after = user.does(request("connect", new Work.Connect(Optional.empty())));

    assertThat(stats.entries().get(0).message()).startsWith("08001");
    assertThat(UserConnection.of(after)).isNull();
  }

  @Test
  void acknowledgedCommitIsInLedgerRecorderTallyAndGatling() throws InterruptedException {
    var after = user.does(request("commit", Stage.commit("m")));

    assertThat(after.isFailed()).isFalse();
    assertThat(ledger.acknowledged()).isEqualTo(1);
    assertThat(recorder.snapshot("commit", Part.EXECUTE).count()).isEqualTo(1);
    assertThat(recorder.tally("commit").successes()).isEqualTo(1);
    assertThat(stats.entries()).extracting("status").containsExactly("OK");
  }

  @Test
  void unstampedMessageIsStoredAsItIsAndTheLedgerKnowsTheCommit() throws Exception {
    user.does(request("commit", new Work.Commit("main", "m", Work.Entry.UNSTAMPED, Duration.ZERO)));
    user.does(request("commit", Stage.commit("m")));

    assertThat(ledger.acknowledged()).isEqualTo(2);
    assertThat(messages()).containsExactly("[t-1] m", "m");
  }

  @Test
  void commitThatIsRolledBackStaysOutOfTheLedger() throws Exception {
    user.does(request("connect", new Work.Connect(Optional.empty())));
    user.does(request("begin", new Work.Sql("BEGIN", false)));
    user.does(request("commit", new Work.Commit("main", "m", Work.Entry.UNDONE, Duration.ZERO)));
    user.does(request("roll back", new Work.Sql("ROLLBACK", false)));

    assertThat(recorder.tally("commit").successes()).isEqualTo(1);
    assertThat(ledger.attempted()).isZero();
    assertThat(messages()).isEmpty();
  }

  @Test
  void heldCommitIsDoneWhenItsTransactionIs() throws Exception {
    user.does(request("commit", held("m")));
    var holding = recorder.snapshot("commit", Part.EXECUTE);
    user.does(request("commit", Stage.commit("of its own")));

    assertThat(holding.quantileNanos(0.5)).isGreaterThan(50e6);
    assertThat(ledger.acknowledged()).isEqualTo(2);
    assertThat(messages()).hasSize(2);
  }

  /** The answer was there, and then the transaction failed. */
  @Test
  void heldCommitWhoseTransactionFailsIsNotAcknowledgedAndSpoilsNoOther() throws Exception {
    user.does(
        request(
            "defer",
            new Work.Sql(
                "CREATE TABLE first (i int PRIMARY KEY); CREATE TABLE second (i int REFERENCES"
                    + " first DEFERRABLE INITIALLY DEFERRED); CREATE FUNCTION late() RETURNS"
                    + " trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO second VALUES (1); RETURN"
                    + " NEW; END'; CREATE TRIGGER late BEFORE INSERT ON pggit.commits FOR EACH ROW"
                    + " WHEN (NEW.message LIKE '%late%') EXECUTE FUNCTION late()",
                false)));

    var after = user.does(request("commit", held("too late")));
    user.does(request("commit", Stage.commit("m")));

    assertThat(after.isFailed()).isTrue();
    assertThat(recorder.errors()).extracting("sqlState").containsExactly("23503");
    assertThat(ledger.failed()).isEqualTo(1);
    assertThat(ledger.acknowledged()).isEqualTo(1);
    assertThat(messages()).containsExactly("[t-2] m");
  }

  private static Work held(String message) {
    return new Work.Commit("main", message, Work.Entry.STAMPED, Duration.ofMillis(50));
  }

  private List<String> messages() throws SQLException {
    var messages = new ArrayList<String>();
    try (var connection = postgres.database().connect();
        var rows =
            connection
                .createStatement()
                .executeQuery("SELECT message FROM pggit.commits ORDER BY message COLLATE \"C\"")) {
      while (rows.next()) {
        messages.add(rows.getString(1));
      }
    }
    return messages;
  }

  @Test
  void directConnectionIsUsedUntilItIsClosed() throws InterruptedException {
    user.does(request("connect", new Work.Connect(Optional.empty())));
    user.does(request("mark", new Work.Sql("CREATE TEMP TABLE mine (i int)", false)));
    var inSameSession = user.does(request("use", new Work.Sql("SELECT * FROM mine", false)));
    user.does(request("disconnect", new Work.Disconnect()));
    var fromThePool = user.does(request("use", new Work.Sql("SELECT * FROM mine", false)));

    assertThat(inSameSession.isFailed()).isFalse();
    assertThat(fromThePool.isFailed()).isTrue();
    assertThat(stats.entries().get(4).message()).startsWith("42P01");
  }

  @Test
  void userWhoLeavesWithAConnectionOpenLeavesNoBackendBehind() throws InterruptedException {
    user.does(request("connect", new Work.Connect(Optional.empty())));

    components.onExit().apply(user.session());

    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> backends() == 0);
  }

  private PgGitProtocol protocol(Endpoint endpoint, Contract contract) {
    var config = new HikariConfig();
    config.setJdbcUrl(endpoint.jdbcUrl());
    config.setDataSourceProperties(endpoint.properties());
    config.setMaximumPoolSize(1);
    return new PgGitProtocol(endpoint, contract, ledger, recorder, new Pool(config), 4);
  }

  private PgGitComponents components(Endpoint endpoint, Contract contract) {
    return new PgGitComponents(protocol(endpoint, contract), stats.log());
  }

  private Function<Action, Action> request(String name, Work work) {
    return action(name, session -> work);
  }

  private Function<Action, Action> action(String name, Function<Session, Work> work) {
    return next -> new RequestAction(name, work, 0, components, next);
  }

  private long backends() throws SQLException {
    try (var connection = postgres.server().admin().connect();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = '"
                    + postgres.database().database()
                    + "'")) {
      row.next();
      return row.getLong(1);
    }
  }

  private void terminateEverybodyElse() throws SQLException {
    try (var connection = postgres.server().admin().connect();
        var statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
              + postgres.database().database()
              + "'");
    }
  }
}
