package pggit.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pggit.load.measure.Estimate;
import pggit.load.pggit.Contract;
import pggit.load.pggit.OnError;
import pggit.load.pggit.PgGitSource;
import pggit.load.server.PostgresExtension;

/** The processor time of a commit in units of a fixed piece of work. */
@Tag("alone")
class YardstickIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  @BeforeAll
  static void thereIsSuchAFile() {
    assumeThat(Files.exists(Path.of("/proc/self/schedstat"))).as("schedstat").isTrue();
  }

  @Test
  void tenTimesTheWorkIsFound() throws SQLException {
    PgGitSource.reference().install(postgres.server(), postgres.database(), OnError.STOP);
    double before = work().orElseThrow().value().orElseThrow();

    wrap("FOR turn IN 1..100000 LOOP END LOOP;");

    var after = work();
    assumeThat(after).as("weighed in 5 s, which a busy machine does not give").isPresent();
    assertThat(after.orElseThrow().value().orElseThrow()).isGreaterThan(5 * before);
    assertThat(text("SELECT count(*) FROM pggit.commits")).isEqualTo("0");
  }

  /**
   * As released: what fails with the first commit of a new branch says nothing about the others.
   */
  @Test
  void aPgGitWhoseNewBranchesFailIsWeighedOnTheBranchThatIsThere() throws SQLException {
    PgGitSource.reference().install(postgres.server(), postgres.database(), OnError.STOP);
    wrap("IF branch_name <> 'main' THEN RAISE unique_violation; END IF;");

    assertThat(work()).isPresent();
  }

  /** As released: the ID is a hash of the message and the transaction's time. */
  @Test
  void aPgGitThatTakesTheSameMessageForTheSameCommitIsWeighed() throws SQLException {
    PgGitSource.reference().install(postgres.server(), postgres.database(), OnError.STOP);
    wrap(
        "CREATE TEMPORARY TABLE IF NOT EXISTS seen (hash text UNIQUE) ON COMMIT DELETE ROWS;"
            + " INSERT INTO seen VALUES (md5(message || now()));");

    assertThat(work()).isPresent();
  }

  @Test
  void whatTakesTooLongIsNotWeighed() throws SQLException {
    PgGitSource.reference().install(postgres.server(), postgres.database(), OnError.STOP);
    wrap("PERFORM pg_sleep(0.5);");
    long begun = System.nanoTime();

    assertThat(work()).isEmpty();
    assertThat(System.nanoTime() - begun).isLessThan(20_000_000_000L);
  }

  private static Optional<Estimate> work() throws SQLException {
    try (var connection = postgres.database().connect()) {
      return Yardstick.work(postgres.database(), Contract.detect(connection));
    }
  }

  private static void wrap(String first) throws SQLException {
    try (var connection = postgres.database().connect();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          ALTER FUNCTION pggit.commit_changes(text, text, text) RENAME TO commit_truly;
          CREATE FUNCTION pggit.commit_changes(commit_name text, branch_name text, message text)
          RETURNS text LANGUAGE plpgsql AS $$
          BEGIN
            %s
            RETURN pggit.commit_truly(commit_name, branch_name, message);
          END $$"""
              .formatted(first));
    }
  }

  private static String text(String sql) throws SQLException {
    try (var connection = postgres.database().connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
