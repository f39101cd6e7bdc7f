package pggit.load.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pggit.load.measure.Outcome;
import pggit.load.server.PostgresExtension;
import pggit.load.target.OnError;
import pggit.load.target.PgGitSource;

/** A rate is held, or the run says why not; here it is one that any machine holds. */
@Tag("slow")
class PaceBenchIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  @Test
  void holdsARateOrSaysWhoWasTheLimit() {
    PgGitSource.reference().install(postgres.server(), postgres.database(), OnError.STOP);

    var found = new PaceBench(200, 20, 3).run(postgres.database());

    var verdict = found.verdicts().get(0);
    if (verdict.outcome() == Outcome.FAIL) {
      assertThat(verdict.evidence()).contains("was the limit");
    } else {
      assertThat(found.metrics().get(0).value().orElseThrow()).isBetween(0.995, 1.005);
    }
  }

  @Test
  void rateThatTheServerCannotServeIsNotHeldAndTheServerWasTheLimit() throws Exception {
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

    // 4 users with 50 ms each: at most 80 a second.
    var found = new PaceBench(200, 4, 2).run(postgres.database());

    var verdict = found.verdicts().get(0);
    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.evidence()).contains("the server was the limit");
  }
}
