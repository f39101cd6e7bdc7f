package pggit.load.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pggit.load.measure.Part;
import pggit.load.measure.Snapshot;
import pggit.load.server.PostgresExtension;

/** A server that stands still for a second under 200 requests a second. */
@Tag("slow")
@Tag("alone")
class FrozenServerIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  private static final int USERS = 5;
  private static final Duration PERIOD = Duration.ofMillis(25);
  private static final int TIMES = 280; // 7 s
  private static final String COMMIT = "commit";

  private Stage stage;

  @BeforeEach
  void openStage() throws SQLException {
    stage = new Stage(postgres.database(), 1, Duration.ofSeconds(30));
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void stallShowsInResponseAndInLagButNotInServiceNorAsTheInjectorsFault() throws Exception {
    var commit = stage.request(COMMIT, Stage.commit("m"), PERIOD.toNanos());
    stage.recorder.phase("warm-up", false);
    try (var crowd = new VirtualUsers(USERS)) {
      var through =
          crowd.begin(
              stage.request("connect", new Work.Connect(Optional.empty())),
              commit,
              TIMES,
              stage.request("disconnect", new Work.Disconnect()));
      pass(Duration.ofMillis(1_000));
      stage.recorder.phase("before", true);
      pass(Duration.ofMillis(1_500));
      stage.recorder.phase("frozen", true);
      freeze(Duration.ofSeconds(1));
      assertThat(through.await(30, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(p99Millis(Part.RESPONSE)).isGreaterThan(500);
    assertThat(p99Millis(Part.LAG)).isGreaterThan(400);
    // A recorder that counts from the start of each request would hide nearly all of it: only the
    // five requests that were on their way stood still.
    assertThat(p99Millis(Part.EXECUTE)).isLessThan(500);
    assertThat(frozen(Part.EXECUTE).quantileNanos(1) / 1e6).isGreaterThan(900);
    assertThat(frozen(Part.EXECUTE).quantileNanos(0.5) / 1e6)
        .isCloseTo(
            stage.recorder.snapshot(COMMIT, Part.EXECUTE, "before").quantileNanos(0.5) / 1e6,
            org.assertj.core.data.Offset.offset(2.0));
    // What held the users up was the answer they waited for, not we.
    assertThat(frozen(Part.OWN_LAG).quantileNanos(0.9) / 1e6).isLessThan(50);
    assertThat(stage.recorder.tally(COMMIT).successes()).isEqualTo(USERS * TIMES);
  }

  private double p99Millis(Part part) {
    return frozen(part).quantileNanos(0.99) / 1e6;
  }

  private Snapshot frozen(Part part) {
    return stage.recorder.snapshot(COMMIT, part, "frozen");
  }

  private static void freeze(Duration duration) throws IOException, InterruptedException {
    signal("STOP");
    try {
      pass(duration);
    } finally {
      signal("CONT");
    }
  }

  private static void signal(String signal) throws IOException, InterruptedException {
    var postmaster = ProcessHandle.of(postgres.server().postmasterPid()).orElseThrow();
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
    Stream.concat(Stream.of(postmaster), postmaster.children())
        .forEach(process -> command.add("" + process.pid()));
    new ProcessBuilder(command).start().waitFor();
  }

  /** Lets time pass: what is tested here is what happens meanwhile. */
  private static void pass(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
