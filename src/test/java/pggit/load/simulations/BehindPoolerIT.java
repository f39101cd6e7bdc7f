package pggit.load.simulations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.pggit.OnError;
import pggit.load.pggit.PgGitSource;
import pggit.load.server.PgBouncer;
import pggit.load.server.PostgresExtension;

/** A run through PgBouncer, which lends one of ten sessions for each transaction. */
@Tag("slow")
@Tag("alone")
class BehindPoolerIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  @TempDir private Path directory;

  @Test
  void passesWhatPassesDirectly() throws Exception {
    try (var pooler = pooler()) {
      var run = run(pooler);

      assertThat(run.exitCode()).as(run.output()).isZero();
      assertThat(run.output()).contains("pooler in transaction mode");
      assertThat(run.outcomes("success rate")).containsExactly(Outcome.PASS);
      assertThat(run.outcomes("nothing lost")).containsExactly(Outcome.PASS);
    }
  }

  @Test
  void accusesNobodyOfAPoolerThatIsStartedAgainInTheMiddle() throws Exception {
    try (var pooler = pooler()) {
      var running = CompletableFuture.supplyAsync(() -> run(pooler));
      await().atMost(Duration.ofMinutes(2)).until(() -> running.isDone() || isUnderWay());
      pooler.restart();

      var run = running.get();

      assertThat(run.result().errors()).as(run.output()).isNotEmpty();
      assertThat(run.result().verdicts())
          .as(run.output())
          .filteredOn(v -> v.outcome() == Outcome.FAIL)
          .extracting(Verdict::name)
          .isEmpty();
      assertThat(run.outcomes("nothing lost")).containsExactly(Outcome.PASS);
    }
  }

  private PgBouncer pooler() throws Exception {
    PgGitSource.reference()
        .install(postgres.server(), postgres.database(), OnError.STOP); // brings its files
    return PgBouncer.start(postgres.database(), "transaction", "*", 10);
  }

  private GatlingProcess run(PgBouncer pooler) {
    var login = postgres.database().login();
    return GatlingProcess.run(
        ConcurrentCommitSimulation.class,
        directory,
        Map.of(
            "concurrent.levels", "2,9,20",
            "concurrent.sustained.users", "20",
            "concurrent.sustained.duration", "8 s",
            "console", "brief",
            "url", pooler.url(),
            "user", login.user(),
            "password", login.password().reveal()));
  }

  /** Whether commits of the sustained load stand in the log already. */
  private boolean isUnderWay() throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.filter(f -> f.endsWith("latency.hlog")).toList()) {
        if (Files.readString(file).contains("sustained/response/")) {
          return true;
        }
      }
      return false;
    }
  }
}
