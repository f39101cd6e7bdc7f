package pggit.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import pggit.load.server.PostgresExtension;
import pggit.load.server.ScratchDatabase;
import pggit.load.target.Contract;
import pggit.load.target.OnError;
import pggit.load.target.PgGitSource;

/** A check that does not come to an end says who waits for whom. */
class LabIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  @Test
  @Timeout(60)
  void tellsWhoWaitsForWhom() throws Exception {
    var server = postgres.server();
    try (var database = ScratchDatabase.create(server)) {
      PgGitSource.reference().install(server, database.endpoint(), OnError.STOP);
      var contract = contract(database);
      try (var laboratory =
          new Laboratory(
              server, database.endpoint(), database.endpoint(), contract, Subject.SMALL, true)) {
        var lab = laboratory.lab(laboratory.explore());
        var holder = lab.user();
        var waiter = lab.user();
        holder.run("SELECT pg_advisory_lock(7)");
        assertThat(lab.waiting()).isEmpty();

        var waits =
            CompletableFuture.supplyAsync(
                () -> Failure.in(() -> waiter.run("SELECT pg_advisory_lock(7)")));

        assertThat(Wait.until(Duration.ofSeconds(2), () -> lab.waiting().isPresent())).isTrue();
        assertThat(lab.waiting())
            .contains(
                "a session waits for an advisory lock of another, which has no transaction open any"
                    + " more");
        holder.run("SELECT pg_advisory_unlock(7)");
        assertThat(waits.get()).isEmpty();
        lab.closeSessions();
      }
    }
  }

  private static Contract contract(ScratchDatabase database) throws Exception {
    try (var connection = database.endpoint().connect()) {
      return Contract.detect(connection);
    }
  }
}
