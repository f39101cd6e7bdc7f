package pggit.load.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.pggit.Backends;
import pggit.load.protocol.Leak;
import pggit.load.run.LeakLog;
import pggit.load.run.WatchedPool;
import pggit.load.server.PostgresExtension;
import pggit.load.verdict.LeakJudge;
import pggit.load.verdict.PoolFacts;

/** Connections that are taken from a real pool and not given back. */
@Tag("chaos")
@Tag("resource")
@Tag("slow")
@Tag("alone")
class PoolLeakIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  private static final int LIMIT = 5;
  private static final Duration TIMEOUT = Duration.ofMillis(300);
  private static final Duration THRESHOLD = Duration.ofSeconds(2);
  private static final Duration REPORTED = THRESHOLD.plusSeconds(1);
  private static final String PLACE = PoolLeakIT.class.getName() + ".leak";

  private final List<Connection> leaked = new ArrayList<>();
  private final List<Leak> leaks = new ArrayList<>();

  @Test
  void leakIsReportedWithItsPlaceAndThePoolIsWholeAfterEviction() throws Exception {
    var watched = pool().withLeakDetection(THRESHOLD);
    try (var pool = new HikariDataSource(watched.config());
        var log = new LeakLog()) {
      await().until(watched::isFull);
      leak(pool);
      await().atMost(REPORTED.plusSeconds(2)).until(() -> log.reports().size() == 1);
      passes(LeakJudge.reported("leak", leaks, log.reports(), THRESHOLD, PLACE));
      assertThat(backends(watched).idleInTransaction()).isEqualTo(1);
      passes(LeakJudge.othersCanBeHad("others", LIMIT, 1, crowd(watched, pool)));

      evict(pool);

      await().until(() -> alive(watched) == 0 && watched.isFull());
      passes(LeakJudge.whole("whole", LIMIT, crowd(watched, pool), leaks, alive(watched)));
    }
  }

  @Test
  void poolIsEmptyWhileAllAreLeakedAndWholeAfterEviction() throws Exception {
    var watched = pool().withLeakDetection(THRESHOLD);
    try (var pool = new HikariDataSource(watched.config());
        var log = new LeakLog()) {
      await().until(watched::isFull);
      for (int i = 0; i < LIMIT; i++) {
        leak(pool);
      }
      passes(LeakJudge.othersCanBeHad("others", LIMIT, LIMIT, crowd(watched, pool)));
      await().atMost(REPORTED.plusSeconds(2)).until(() -> log.reports().size() == LIMIT);
      passes(LeakJudge.reported("leak", leaks, log.reports(), THRESHOLD, PLACE));

      evict(pool);

      await().until(() -> alive(watched) == 0 && watched.isFull());
      passes(LeakJudge.whole("whole", LIMIT, crowd(watched, pool), leaks, alive(watched)));
    }
  }

  @Test
  void leakInAPoolWithoutDetectionIsFoundToBeUndetected() throws Exception {
    var watched = pool();
    try (var pool = new HikariDataSource(watched.config());
        var log = new LeakLog()) {
      await().until(watched::isFull);
      leak(pool);
      long taken = System.nanoTime();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> System.nanoTime() - taken > REPORTED.toNanos());

      var verdict = LeakJudge.reported("leak", leaks, log.reports(), THRESHOLD, PLACE);

      assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
      assertThat(verdict.evidence()).startsWith("1 of 1 leaks went undetected");
    }
  }

  @Test
  void leakThatIsNotEvictedIsFound() throws Exception {
    var watched = pool();
    try (var pool = new HikariDataSource(watched.config())) {
      await().until(watched::isFull);
      leak(pool);

      var verdict = LeakJudge.whole("whole", LIMIT, crowd(watched, pool), leaks, alive(watched));

      assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
      assertThat(verdict.evidence()).startsWith("leaked sessions live on");
    }
  }

  private void leak(HikariDataSource pool) throws SQLException {
    var connection = pool.getConnection();
    var driver = connection.unwrap(PGConnection.class);
    leaks.add(new Leak(driver.toString(), driver.getBackendPID(), System.nanoTime()));
    leaked.add(connection);
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  private void evict(HikariDataSource pool) {
    leaked.forEach(pool::evictConnection);
  }

  /** What the pool did for as many callers as it should have connections, all at once. */
  private static PoolFacts crowd(WatchedPool watched, HikariDataSource pool) throws Exception {
    long from = System.nanoTime();
    try (var crowd = new PoolCallers(pool)) {
      crowd.hold(LIMIT, Duration.ZERO, TIMEOUT.multipliedBy(2));
    }
    return watched.facts(List.of(), List.of(), List.of()).between(from, System.nanoTime());
  }

  private static WatchedPool pool() {
    return new WatchedPool("leaking pool", postgres.database(), LIMIT, TIMEOUT);
  }

  private int alive(WatchedPool watched) throws SQLException {
    try (var connection = postgres.server().admin().connect()) {
      return Backends.alive(connection, leaks.stream().map(Leak::backend).toList(), watched.name());
    }
  }

  private static Backends backends(WatchedPool watched) throws SQLException {
    try (var connection = postgres.database().connect()) {
      return Backends.of(connection, watched.name());
    }
  }

  private static void passes(Verdict verdict) {
    assertThat(verdict.outcome()).as(verdict.evidence()).isEqualTo(Outcome.PASS);
  }
}
