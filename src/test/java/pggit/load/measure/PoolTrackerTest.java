package pggit.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PoolTrackerTest {

  private final PoolTracker tracker = new PoolTracker(100);

  @Test
  void countsATimeOutWithTheTimeItTook() throws Exception {
    try (var pool = new HikariDataSource(StubDatabase.pool("timeout", 1, 250, tracker));
        Connection held = pool.getConnection()) {
      assertThatThrownBy(pool::getConnection).isInstanceOf(SQLTransientConnectionException.class);

      assertThat(held).isNotNull();
      assertThat(tracker.timeoutCount()).isEqualTo(1);
      assertThat(tracker.acquire().count()).isEqualTo(2);
      assertThat(tracker.acquisitions())
          .extracting(Acquisition::timedOut)
          .containsExactly(false, true);
      assertThat(tracker.acquisitions().get(1).waitedNanos())
          .isBetween(240_000_000L, 2_000_000_000L);
    }
  }

  @Test
  void recordsReturnsAndCreation() throws Exception {
    try (var pool = new HikariDataSource(StubDatabase.pool("usage", 2, 1_000, tracker))) {
      pool.getConnection().close();

      assertThat(tracker.returns()).hasSize(1);
      await().untilAsserted(() -> assertThat(tracker.creation().count()).isPositive());
    }
  }

  @Test
  void tellsTimeOutsOfOneThreadFromSuccessesOfOthers() throws Exception {
    var threads = Executors.newFixedThreadPool(20);
    try (var pool = new HikariDataSource(StubDatabase.pool("mixed", 5, 500, tracker))) {
      List<Callable<Boolean>> callers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        callers.add(() -> hold(pool, 1_000));
      }
      int served = 0;
      for (var answer : threads.invokeAll(callers)) {
        served += answer.get() ? 1 : 0;
      }

      assertThat(served).isEqualTo(5);
      assertThat(tracker.acquisitions()).filteredOn(Acquisition::timedOut).hasSize(15);
      assertThat(tracker.acquisitions())
          .filteredOn(Acquisition::timedOut)
          .allSatisfy(a -> assertThat(a.waitedNanos()).isGreaterThan(400_000_000L));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void countsWhatItHasNoRoomFor() {
    PoolTracker small = new PoolTracker(2);
    IMetricsTracker pool = small.create("small", null);

    for (int i = 0; i < 5; i++) {
      pool.recordConnectionAcquiredNanos(1_000_000);
    }

    assertThat(small.acquisitions()).hasSize(2);
    assertThat(small.dropped()).isEqualTo(3);
    assertThat(small.acquire().count()).isEqualTo(5);
  }

  @Test
  void ordersAcquisitionsByTheirEnd() {
    IMetricsTracker pool = tracker.create("order", null);
    pool.recordConnectionAcquiredNanos(TimeUnit.SECONDS.toNanos(3));
    pool.recordConnectionAcquiredNanos(0);

    List<Acquisition> acquisitions = tracker.acquisitions();

    assertThat(acquisitions.get(0).waitedNanos()).isEqualTo(3_000_000_000L);
    assertThat(acquisitions.get(0).startedNanos()).isLessThan(acquisitions.get(1).startedNanos());
    assertThat(acquisitions.get(0).endedNanos())
        .isLessThanOrEqualTo(acquisitions.get(1).endedNanos());
  }

  @Test
  void servesOnePoolOnly() {
    tracker.create("first", null);

    assertThatThrownBy(() -> tracker.create("second", null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("second");
  }

  private static boolean hold(HikariDataSource pool, long millis) throws InterruptedException {
    try (Connection connection = pool.getConnection()) {
      TimeUnit.MILLISECONDS.sleep(
          millis); // a caller who keeps a connection, not a wait of the test
      return connection != null;
    } catch (java.sql.SQLException e) {
      return false;
    }
  }
}
