package pggit.load.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pggit.load.measure.Part;
import pggit.load.server.PostgresExtension;

/** Users on workers: who is on which thread, who waits where, and what that does to the times. */
@Tag("alone")
class CarryingIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Stage stage;

  @BeforeEach
  void open() throws SQLException {
    stage = new Stage(postgres.database(), 3, Duration.ofSeconds(30));
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void userWhoAsksAgainAndAgainStaysOnOneWorker() throws InterruptedException {
    Map<Long, Set<Thread>> threads = new ConcurrentHashMap<>();
    var select = stage.request("select", new Work.Sql("SELECT 1", true));

    try (var crowd = crowdOnThreads(3, threads)) {
      crowd.does(select, 20_000, LIMIT);
    }

    assertThat(threads).hasSize(3);
    assertThat(threads.values()).allSatisfy(of -> assertThat(of).hasSize(1));
    assertThat(stage.recorder.tally("select").successes()).isEqualTo(60_000);
  }

  @Test
  void waitingForAThreadOrAConnectionIsNotTheServersTime() throws InterruptedException {
    var hold = stage.request("hold", new Work.Sql("SELECT pg_sleep(0.1)", true));

    try (var crowd = new VirtualUsers(6)) { // for three connections
      crowd.does(hold, 1, LIMIT);
    }

    var acquire = stage.recorder.snapshot("hold", Part.ACQUIRE);
    assertThat(acquire.quantileNanos(1) / 1e6).isGreaterThan(90);
    assertThat(stage.recorder.snapshot("hold", Part.LAG).quantileNanos(1)).isLessThan(1_000);
    assertThat(stage.recorder.snapshot("hold", Part.OWN_LAG).count()).isZero();
    assertThat(stage.recorder.snapshot("hold", Part.EXECUTE).quantileNanos(0.5) / 1e6)
        .isBetween(99.0, 150.0);
  }

  @Test
  void usersWhoMeetAreNotServedOneAfterTheOther() throws InterruptedException {
    // The last to arrive lets the others go, on his worker: they must not queue up behind him.
    var connect = stage.request("connect", new Work.Connect(Optional.empty()));
    var hold = stage.request("hold", new Work.Sql("SELECT pg_sleep(0.3)", true));

    try (var crowd = new VirtualUsers(8)) {
      var through =
          crowd.begin(
              next ->
                  connect.apply(
                      JavaAction.of("all", new Gather(8, LIMIT, all -> all.forEach(next::$bang)))),
              hold,
              1,
              next -> next);
      assertThat(through.await(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }

    double heldMillis = stage.recorder.snapshot("hold", Part.RESPONSE).quantileNanos(1) / 1e6;
    assertThat(heldMillis).isLessThan(2 * 300);
  }

  private static VirtualUsers crowdOnThreads(int users, Map<Long, Set<Thread>> threads) {
    return new VirtualUsers(
        users,
        session ->
            threads
                .computeIfAbsent(session.userId(), user -> ConcurrentHashMap.newKeySet())
                .add(Thread.currentThread()));
  }
}
