package pggit.load.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.core.session.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pggit.load.measure.Arrival;
import pggit.load.measure.Whose;
import pggit.load.server.PostgresExtension;

/**
 * What the log of a demand says about arrivals that were served, refused by the pool, or failed.
 */
@Tag("alone")
class DemandIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  private static final Duration TIMEOUT = Duration.ofMillis(250);
  private static final Work COMMIT = Stage.commit("m");
  private static final Work ERROR =
      new Work.Sql("DO $$ BEGIN PERFORM pg_sleep(0.05); RAISE lock_not_available; END $$", false);
  private static final Work END_OF_SESSION =
      new Work.Sql("SELECT pg_terminate_backend(pg_backend_pid())", false);

  private final Demand demand =
      new Demand(() -> List.of(new Demand.Leg(10, Duration.ofSeconds(1))));
  private final OneUser user = new OneUser();
  private Stage stage;

  @BeforeEach
  void openAPoolOfOne() throws SQLException {
    stage = new Stage(postgres.database(), 1, TIMEOUT);
    stage.recorder.phase("test", true);
    stage.components.protocol.pool().open();
  }

  @AfterEach
  void close() {
    stage.close();
    user.close();
  }

  @Test
  void servedArrivalHasNoFailedAttempts() throws InterruptedException {
    take();
    attempt(COMMIT);

    var arrival = finish();

    assertThat(arrival.served()).isTrue();
    assertThat(arrival.dueNanos()).isEqualTo(demand.begunNanos());
    assertThat(arrival.nanos()).isPositive();
  }

  @Test
  void timeOutOfThePoolNeverReachedPgGit() throws Exception {
    take();
    try (var taken = stage.components.protocol.pool().connection()) {
      assertThat(taken.isValid(1)).isTrue();
      attempt(COMMIT);
      attempt(COMMIT);
    }

    var failed = finish().failed().orElseThrow();

    assertThat(failed.whose()).isEqualTo(Whose.POOL);
    assertThat(failed.waitedNanos()).isGreaterThanOrEqualTo(2 * TIMEOUT.toNanos());
    assertThat(failed.pgGitNanos()).isZero();
  }

  @Test
  void errorOfPgGitCountsFromTheConnectionOn() throws Exception {
    take();
    try (var taken = stage.components.protocol.pool().connection()) {
      assertThat(taken.isValid(1)).isTrue();
      attempt(ERROR);
    }
    attempt(ERROR);

    var arrival = finish();

    var failed = arrival.failed().orElseThrow();
    assertThat(failed.whose()).isEqualTo(Whose.PGGIT);
    assertThat(failed.waitedNanos()).isGreaterThanOrEqualTo(TIMEOUT.toNanos());
    assertThat(failed.pgGitNanos()).isBetween(50_000_000L, arrival.nanos() - failed.waitedNanos());
  }

  @Test
  void sessionThatTheServerEndedIsNotPgGits() throws InterruptedException {
    take();
    attempt(END_OF_SESSION);

    var failed = finish().failed().orElseThrow();

    assertThat(failed.whose()).isEqualTo(Whose.SERVER);
    assertThat(failed.pgGitNanos()).isZero();
  }

  @Test
  void nextArrivalBeginsWithoutTheAttemptsOfTheLast() throws InterruptedException {
    take();
    attempt(ERROR);
    finish();
    take();
    attempt(END_OF_SESSION);

    assertThat(finish().failed().orElseThrow().whose()).isEqualTo(Whose.SERVER);
  }

  private void take() throws InterruptedException {
    user.does(next -> JavaAction.of("take", demand.take(next, next)));
  }

  private Session attempt(Work work) throws InterruptedException {
    return user.does(stage.request("attempt", work));
  }

  /** The arrival that has ended last. */
  private Arrival finish() throws InterruptedException {
    user.does(next -> JavaAction.of("finish", demand.finish(next)));
    var all = demand.arrivals();
    return all.get(all.size() - 1);
  }
}
