package pggit.load.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pggit.load.measure.Estimate;
import pggit.load.pggit.OnError;
import pggit.load.pggit.PgGitSource;
import pggit.load.server.PostgresExtension;

/** The benchmark's jobs in JVMs of their own, at loads that any machine serves. */
@Tag("slow")
@Tag("alone")
class BenchIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  @ParameterizedTest
  @EnumSource
  void everyDriverCommits(Driver driver) throws Exception {
    assumeTrue(driver != Driver.PGBENCH || Pgbench.version().isPresent(), "no pgbench here");
    PgGitSource.reference().install(postgres.server(), postgres.database(), OnError.STOP);

    try (var child = child()) {
      var found = child.ask(new Stint(driver, Load.COMMIT, 2, 1), Served.class);

      assertThat(found.perSecond()).isLessThanOrEqualTo(committed()).isPositive();
      assertThat(found.cpuMicros()).isPositive();
    }
  }

  @Test
  void holdsARateThatAnyMachineHolds() throws Exception {
    PgGitSource.reference().install(postgres.server(), postgres.database(), OnError.STOP);

    var found = ask(new PaceBench(100, 10, 2));

    // 10 users with 20 commits each in 2 s; at the edges of that time one more or less of each.
    assertThat(found.get("rate")).isBetween(95.0, 105.0);
    assertThat(found.get("failed")).isZero();
  }

  @Test
  void rateThatTheServerCannotServeIsNotHeldAndTheInjectorWasNotLate() throws Exception {
    try (var connection = postgres.database().connect();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE SCHEMA pggit;
          CREATE TABLE pggit.commits (trinity_id text, branch_name text, message text);
          CREATE FUNCTION pggit.commit_changes(commit_name text, branch_name text, message text)
          RETURNS text LANGUAGE sql AS $$
            SELECT pg_sleep(0.05);
            INSERT INTO pggit.commits VALUES (message, branch_name, message) RETURNING message
          $$;
          """);
    }

    var found = ask(new PaceBench(200, 4, 2));

    assertThat(found.get("rate")).isLessThan(81); // 4 users with 50 ms each
    assertThat(found.get("begun late, median"))
        .isGreaterThan(found.get("through the injector, p99"));
  }

  @Test
  void usersWhoWaitHaveNoThreadAndAreServedInTime() throws Exception {
    PgGitSource.reference().install(postgres.server(), postgres.database(), OnError.STOP);

    var found = ask(new WaitingBench(Driver.POOLED, 1_000)); // 2.5 s of work

    assertThat(found.get("threads")).isBetween(20.0, 500.0);
    assertThat(found.get("refused")).isZero();
    assertThat(found).doesNotContainKey("refused after at least");
  }

  private static double committed() throws Exception {
    try (var connection = postgres.database().connect();
        var row = connection.createStatement().executeQuery("SELECT count(*) FROM pggit.commits")) {
      row.next();
      return row.getDouble(1);
    }
  }

  private static Map<String, Double> ask(Child.Job job) throws IOException {
    try (var child = child()) {
      return Arrays.stream(child.ask(job, Estimate[].class))
          .collect(Collectors.toMap(e -> e.of().kind(), e -> e.value().orElseThrow()));
    }
  }

  private static Child child() throws IOException {
    return new Child(postgres.database(), "-Xmx512m");
  }
}
