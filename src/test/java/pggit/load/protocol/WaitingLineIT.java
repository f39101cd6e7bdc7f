package pggit.load.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pggit.load.measure.Part;
import pggit.load.server.PostgresExtension;

/** More users than may wait inside the pool. */
@Tag("slow")
@Tag("alone")
class WaitingLineIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  private static final int POOL = 4;
  private static final int CROWD = POOL + WaitingLine.INSIDE_BESIDE_POOL + 600;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void everybodyIsServedWithFarFewerThreadsThanUsers() throws Exception {
    var most = new AtomicInteger();
    try (var stage = new Stage(postgres.database(), POOL, Duration.ofSeconds(30));
        var crowd =
            new VirtualUsers(CROWD, session -> most.accumulateAndGet(workers(), Math::max))) {

      crowd.does(stage.request("hold", sleep(5)), 1, LIMIT);

      assertThat(stage.recorder.tally("hold").successes()).isEqualTo(CROWD);
      assertThat(most.get()).isBetween(POOL, POOL + WaitingLine.INSIDE_BESIDE_POOL + 5);
      assertThat(stage.components.protocol.pool().waiting()).isZero();
    }
  }

  @Test
  void everybodyElseGetsATimeOutOnTime() throws Exception {
    try (var stage = new Stage(postgres.database(), POOL, Duration.ofSeconds(2));
        var crowd = new VirtualUsers(CROWD)) {
      stage.components.protocol.pool().open();

      crowd.does(stage.request("hold", sleep(100)), 1, LIMIT);

      var tally = stage.recorder.tally("hold");
      assertThat(tally.attempts()).isEqualTo(CROWD);
      assertThat(tally.failures()).containsOnlyKeys(SqlErrors.POOL_TIMEOUT);
      // 4 connections, 100 ms each, from the first user on: some 80. Opening them takes a while.
      assertThat(tally.successes()).isBetween(40L, POOL * tally.span().toMillis() / 100);
      assertThat(tally.longestFailure())
          .isBetween(Duration.ofMillis(1_999), Duration.ofMillis(2_200));
      assertThat(tally.span()).isLessThan(Duration.ofMillis(2_500));
    }
  }

  @Test
  void whoCameFirstIsServedFirst() throws Exception {
    int inside = 1 + WaitingLine.INSIDE_BESIDE_POOL;
    List<Long> order = Collections.synchronizedList(new ArrayList<>());
    try (var keeper = postgres.database().connect();
        var key = keeper.createStatement();
        var stage = new Stage(postgres.database(), 1, Duration.ofSeconds(30));
        var crowd = new VirtualUsers(inside + 60, 1, session -> order.add(session.userId()))) {
      key.execute("SELECT pg_advisory_lock(1)"); // nobody is served before all have come
      var through =
          crowd.begin(
              next -> next,
              stage.request("pass", new Work.Sql("SELECT pg_advisory_xact_lock(1)", true)),
              1,
              next -> next);
      var pool = stage.components.protocol.pool();
      Awaitility.await().atMost(LIMIT).until(() -> pool.waiting() == 60);

      key.execute("SELECT pg_advisory_unlock(1)");

      assertThat(through.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    // Those who waited inside the pool are first, in the pool's own order.
    assertThat(order.subList(0, inside)).allMatch(user -> user < inside);
    assertThat(order.subList(inside, inside + 60)).isSorted();
  }

  @Test
  void connectionsThatWereLeakedServeTheLineAgainOnceEvicted() throws Exception {
    try (var stage = new Stage(postgres.database(), POOL, Duration.ofSeconds(30));
        var thieves = new VirtualUsers(POOL);
        var crowd = new VirtualUsers(CROWD)) {
      thieves.does(stage.request("leak", new Work.Leak()), 1, LIMIT);
      var through = crowd.begin(next -> next, stage.request("hold", sleep(1)), 1, next -> next);
      var pool = stage.components.protocol.pool();
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> pool.waiting() == CROWD - WaitingLine.INSIDE_BESIDE_POOL);

      pool.evictLeaked();

      assertThat(through.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(stage.recorder.tally("hold").successes()).isEqualTo(CROWD);
    }
  }

  @Test
  void timeInLineIsAcquireTime() throws Exception {
    try (var stage = new Stage(postgres.database(), POOL, Duration.ofSeconds(30));
        var crowd = new VirtualUsers(CROWD)) {

      crowd.does(stage.request("hold", sleep(2)), 1, LIMIT);

      assertThat(stage.recorder.snapshot("hold", Part.EXECUTE).quantileNanos(0.5) / 1e6)
          .isBetween(2.0, 20.0);
      assertThat(stage.recorder.snapshot("hold", Part.ACQUIRE).quantileNanos(0.9) / 1e6)
          .isGreaterThan(300);
    }
  }

  private static Work sleep(int millis) {
    return new Work.Sql("SELECT pg_sleep(" + millis / 1e3 + ")", true);
  }

  private static int workers() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread instanceof Worker)
            .count();
  }
}
