package pggit.load.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.run.PoolWatch;
import pggit.load.run.ScratchLeftovers;
import pggit.load.run.WatchedPool;
import pggit.load.server.Login;
import pggit.load.server.PostgresExtension;
import pggit.load.server.Secret;
import pggit.load.verdict.PoolJudge;

/** A real pool on a real server, more callers than connections; wrong pools turn verdicts red. */
@Tag("chaos")
@Tag("resource")
@Tag("alone")
class PoolExhaustionIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final Duration TIMEOUT = Duration.ofMillis(500);
  private static final Duration LONG_HOLD = Duration.ofMillis(900);
  private static final Duration SHORT_HOLD = Duration.ofMillis(200);
  private static final int SURPLUS = 5;

  @TempDir Path directory;

  private PoolWatch watch;

  @BeforeEach
  void watch() {
    watch = new PoolWatch(directory, postgres.database(), OFTEN);
  }

  @AfterEach
  void stopWatching() {
    watch.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 10, 20})
  void exactlyTheLimitIsServedWhenAllHoldLongerThanTheTimeOut(int limit) throws Exception {
    var watched = pool(limit);
    int failed;
    try (var pool = new HikariDataSource(watched.config())) {
      await().until(watched::isFull);
      failed = hold(pool, limit + SURPLUS, Duration.ZERO, LONG_HOLD);
    }

    var facts = watch.facts(watched);
    assertThat(failed).isEqualTo(SURPLUS);
    passes(PoolJudge.limit("limit", facts, limit));
    passes(PoolJudge.timeouts("time-outs", facts, limit + SURPLUS, failed));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 10, 20})
  void allAreServedInOrderWhenTheyHoldShorterThanTheTimeOut(int limit) throws Exception {
    var watched = pool(limit);
    int failed;
    try (var pool = new HikariDataSource(watched.config())) {
      await().until(watched::isFull);
      failed = hold(pool, limit + SURPLUS, Duration.ofMillis(8), Duration.ofMillis(300));
    }

    var facts = watch.facts(watched);
    assertThat(failed).isZero();
    passes(PoolJudge.limit("limit", facts, limit));
    passes(PoolJudge.inOrder("order", facts, limit + SURPLUS, failed));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 10, 20})
  void allConnectionsCanBeHadAgainAfterExhaustion(int limit) throws Exception {
    var watched = pool(limit);
    long released;
    try (var pool = new HikariDataSource(watched.config())) {
      await().until(watched::isFull);
      hold(pool, limit + SURPLUS, Duration.ZERO, LONG_HOLD);
      released = System.nanoTime();
      hold(pool, limit, Duration.ZERO, SHORT_HOLD);
    }

    var facts = watch.facts(watched).since(released);
    passes(PoolJudge.recovery("recovery", facts, released, limit, Duration.ofSeconds(1)));
    passes(nothingLeft(watched));
  }

  @Test
  void thirdCallerOfAPoolOfTwoGetsATimeOutAndNeverHangs() throws Exception {
    var watched = pool(2);
    try (var pool = new HikariDataSource(watched.config());
        Connection first = pool.getConnection();
        Connection second = pool.getConnection()) {
      assertThat(List.of(first, second)).doesNotContainNull();

      assertThatThrownBy(pool::getConnection)
          .isInstanceOf(SQLTransientConnectionException.class)
          .hasMessageContaining("request timed out");

      var facts = watch.facts(watched);
      assertThat(facts.timeouts()).hasSize(1);
      assertThat(facts.timeouts().get(0).waitedNanos())
          .isGreaterThanOrEqualTo(TIMEOUT.minusMillis(5).toNanos());
      passes(PoolJudge.onlyTimeouts("time-outs", facts, 1));
    }
  }

  @Test
  void limitThatIsIgnoredIsFound() throws Exception {
    var watched = pool(5);
    watched.config().setMaximumPoolSize(8);
    watched.config().setMinimumIdle(8);
    int failed;
    try (var pool = new HikariDataSource(watched.config())) {
      await().until(() -> pool.getHikariPoolMXBean().getIdleConnections() >= 5);
      failed = hold(pool, 10, Duration.ZERO, LONG_HOLD);
    }

    var verdict = PoolJudge.limit("limit", watch.facts(watched), 5);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence()).startsWith("the limit was ignored: 8 connections at once");
    assertThat(PoolJudge.timeouts("time-outs", watch.facts(watched), 10, failed).outcome())
        .isEqualTo(Outcome.FAIL);
  }

  @Test
  void timeOutThatIsIgnoredIsFound() throws Exception {
    var watched = pool(5);
    watched.config().setConnectionTimeout(30_000);
    int failed;
    try (var pool = new HikariDataSource(watched.config())) {
      await().until(() -> pool.getHikariPoolMXBean().getIdleConnections() >= 5);
      failed = hold(pool, 10, Duration.ZERO, LONG_HOLD);
    }

    var verdict = PoolJudge.timeouts("time-outs", watch.facts(watched), 10, failed);

    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence())
        .startsWith("the time-out was ignored: 5 users were served after waiting longer");
  }

  @Test
  void poolThatIsNotClosedIsFound() throws Exception {
    var watched = pool(2);
    try (var pool = new HikariDataSource(watched.config())) {
      hold(pool, 2, Duration.ZERO, SHORT_HOLD);

      var verdict =
          ScratchLeftovers.verdict(
              postgres.database(), List.of(watched.name()), Duration.ofMillis(100));

      assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
      assertThat(verdict.evidence()).contains("2 of \"" + watched.name() + "\" (0 active, 2 idle");
    }
    passes(nothingLeft(watched));
  }

  @Test
  void connectionThatBrokeInThePoolIsReplaced() throws Exception {
    var watched = pool(1);
    try (var pool = new HikariDataSource(watched.config())) {
      int before = backendOf(pool);
      run("SELECT pg_terminate_backend(" + before + ")");

      // HikariCP trusts a connection that was used within the last 500 ms, so the first may fail.
      await()
          .ignoreExceptionsMatching(SQLException.class::isInstance)
          .until(() -> backendOf(pool) != before);
      assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isEqualTo(1);
    }
  }

  @Test
  void refusalsOfTheServerAreCountedBehindTheTimeOut() throws Exception {
    run("CREATE ROLE few LOGIN PASSWORD 'few' CONNECTION LIMIT 3");
    var few = postgres.database().withLogin(new Login("few", Secret.of("few")));
    var watched = new WatchedPool("pool of few", few, 5, TIMEOUT);
    int failed;
    try (var pool = new HikariDataSource(watched.config())) {
      failed = hold(pool, 5, Duration.ZERO, LONG_HOLD);
    } finally {
      run("DROP ROLE few");
    }

    assertThat(failed).isEqualTo(2);
    assertThat(watched.refusals()).containsOnlyKeys("53300");
  }

  private WatchedPool pool(int limit) {
    var watched = new WatchedPool("pool of " + limit, postgres.database(), limit, TIMEOUT);
    watch.watch(watched);
    return watched;
  }

  private static int hold(HikariDataSource pool, int users, Duration apart, Duration held)
      throws Exception {
    try (var crowd = new PoolCallers(pool)) {
      return crowd.hold(users, apart, held);
    }
  }

  private static Verdict nothingLeft(WatchedPool watched) {
    return ScratchLeftovers.verdict(
        postgres.database(), List.of(watched.name()), Duration.ofSeconds(5));
  }

  private static int backendOf(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void run(String sql) throws SQLException {
    try (Connection connection = postgres.database().connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void passes(Verdict verdict) {
    assertThat(verdict.outcome()).as(verdict.evidence()).isEqualTo(Outcome.PASS);
  }
}
